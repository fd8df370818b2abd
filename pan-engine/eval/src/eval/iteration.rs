use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Deep, Dict, Key, Kind, Term, Value};

use super::error::fault;
use super::locals::Locals;
use crate::builtin::Fault;
use crate::elem::{Elem, Live};
use crate::ir::Slot;

/// A place in an iteration over a resource.
#[derive(Debug)]
pub struct Cursor {
    resource: Elem,
    /// Where that is.
    address: usize,
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
        Self {
            address: resource.address(),
            resource,
            place,
        }
    }

    /// Does it iterate over this very resource?
    #[inline]
    pub fn is_over(&self, resource: &Elem) -> bool {
        self.address == resource.address()
    }

    /// Goes on in place if it takes nothing but that: to a property, with another variable for the key, which held one
    /// before.
    #[inline(always)]
    pub fn step(&mut self, locals: &mut Locals<'_>, key: Slot, value: Slot) -> bool {
        let at = match (&mut self.place, locals.get(key)) {
            (Place::Index(index), Some(Elem::Fixed(Value::Long(_)))) => {
                let at = *index;
                let Some(value) = locals.get_mut(value) else {
                    return false;
                };
                if !self.resource.property_to(at, value) {
                    return false;
                }
                *index += 1;
                at
            }
            (Place::Entry(entries, at, _), Some(Elem::Fixed(Value::String(_)))) => {
                let (Some((name, property)), Some(value)) = (entries.at(*at), locals.get_mut(value)) else {
                    return false;
                };
                if property.kind().is_resource() || !self.resource.is_still_dict(entries) {
                    return false;
                }
                value.set_to(property);
                *at += 1;
                if !locals.is_unread(key)
                    && let Some(Elem::Fixed(Value::String(key))) = locals.get_mut(key)
                {
                    *key = name.shared();
                }
                return true;
            }
            _ => return false,
        };
        // One that nobody reads stays the first one.
        if !locals.is_unread(key)
            && let Some(Elem::Fixed(Value::Long(key))) = locals.get_mut(key)
        {
            *key = i64::try_from(at).unwrap_or(i64::MAX);
        }
        true
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
