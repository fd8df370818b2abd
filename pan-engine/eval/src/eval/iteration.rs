use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Deep, Dict, Key, Kind, Term, Value};

use super::error::fault;
use crate::builtin::Fault;
use crate::elem::{Elem, Live};

/// A place in an iteration over a resource.
#[derive(Debug)]
pub struct Cursor {
    resource: Elem,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// The next index of a list.
    Index(usize),
    /// The next of the entries that the dict had, the number of its changes then.
    Entry(Arc<Deep<Dict>>, usize, u32),
    /// In a dict that was looked into.
    Ahead(Ahead),
}

/// The next keys of a dict, the very next one last. There are none only behind the last one.
#[derive(Debug)]
struct Ahead {
    keys: Vec<Key>,
    /// How often keys had been added or removed.
    changes: u32,
    /// Keys looked at at once.
    chunk: usize,
}

/// Keys looked at at first: whoever looks at the first one only does not pay for all. Then twice as many each time.
const CHUNK: usize = 32;

/// One element of an iteration.
#[derive(Debug)]
pub struct Step {
    /// Its key or index.
    pub key: Value,
    /// The element.
    pub value: Elem,
}

impl Cursor {
    /// In front of the first element.
    pub fn new(resource: Elem) -> Self {
        let changes = resource.changes();
        let place = match (&resource, resource.still()) {
            (_, Some(Value::Dict(entries))) => Place::Entry(entries, 0, changes),
            (Elem::Live(dict), _) if dict.kind() == Kind::Dict => {
                let mut ahead = Ahead {
                    keys: Vec::new(),
                    changes,
                    chunk: CHUNK,
                };
                ahead.fill(dict, None);
                Place::Ahead(ahead)
            }
            _ => Place::Index(0),
        };
        Self { resource, place }
    }

    /// Does it iterate over this very resource?
    pub fn is_over(&self, resource: &Elem) -> bool {
        self.resource.is_same(resource)
    }

    /// Goes on in place if it takes nothing but that: to a property, with a variable for the key that held one before. Without
    /// `wanted` nobody reads the key.
    #[inline(always)]
    pub fn step(&mut self, key: &mut Elem, value: &mut Elem, wanted: bool) -> bool {
        match (&mut self.place, key) {
            (Place::Index(index), Elem::Fixed(Value::Long(key))) => {
                if !self.resource.property_to(*index, value) {
                    return false;
                }
                *key = i64::try_from(*index).unwrap_or(i64::MAX);
                *index += 1;
                true
            }
            (Place::Entry(entries, at, _), Elem::Fixed(Value::String(key))) => match entries.at(*at) {
                Some((name, property))
                    if !property.kind().is_resource() && self.resource.is_still_dict(entries) =>
                {
                    value.set_to(property);
                    if wanted {
                        *key = name.shared();
                    }
                    *at += 1;
                    true
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// The next element; none behind the last.
    ///
    /// # Errors
    /// Keys were added to or removed from the dict since the last step. (Elements of a list may.)
    pub fn next(&mut self) -> Result<Option<Step>, Fault> {
        match &mut self.place {
            Place::Index(index) => {
                let here = i64::try_from(*index).unwrap_or(i64::MAX);
                let mut value = Elem::UNDEF;
                if !self.resource.property_to(*index, &mut value) {
                    if *index >= self.resource.size().unwrap_or(0) {
                        return Ok(None);
                    }
                    value = self.resource.get(&Term::from_long(here)?)?.unwrap_or(Elem::UNDEF);
                }
                *index += 1;
                let key = Value::Long(here);
                Ok(Some(Step { key, value }))
            }
            Place::Entry(entries, at, changes) => {
                let Some((key, value)) = entries.at(*at) else {
                    return Ok(None);
                };
                if !self.resource.is_still_dict(entries) || !self.resource.gives(value) {
                    // From now on it is asked for each of the keys that it had.
                    let left = entries.keys().skip(*at).rev();
                    self.place = Place::Ahead(Ahead {
                        keys: left.cloned().collect(),
                        changes: *changes,
                        chunk: CHUNK,
                    });
                    return self.next();
                }
                *at += 1;
                let key = Value::String(key.shared());
                let value = Elem::Fixed(value.clone());
                Ok(Some(Step { key, value }))
            }
            Place::Ahead(ahead) => ahead.next(&self.resource),
        }
    }
}

impl Ahead {
    fn next(&mut self, resource: &Elem) -> Result<Option<Step>, Fault> {
        let Some(key) = self.keys.pop() else {
            return Ok(None);
        };
        if resource.changes() != self.changes {
            return Err(changed());
        }
        let value = resource.get(&Term::Key(key.clone()))?.ok_or_else(changed)?;
        if let (true, Elem::Live(dict)) = (self.keys.is_empty(), resource) {
            self.chunk *= 2;
            self.fill(dict, Some(&key));
        }
        let key = Value::String(key.into());
        Ok(Some(Step { key, value }))
    }

    /// Looks at the keys behind `after`.
    fn fill(&mut self, dict: &Live, after: Option<&Key>) {
        self.keys.extend(dict.keys_behind(after, self.chunk));
        self.keys.reverse();
    }
}

fn changed() -> Fault {
    let message = "the dict was changed while it was iterated over";
    fault(codes::evaluation::ITERATION, message)
        .with_hint("iterate over a clone() of it, or collect the changes and make them afterwards")
}
