use std::ops::Bound::{Excluded, Unbounded};
use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Deep, Dict, Key, Kind, Term, Value};

use super::error::fault;
use crate::builtin::Fault;
use crate::elem::Elem;

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
    /// In a dict.
    Dict(Ahead),
}

/// The next entries of a dict, the very next one last. There are none only behind the last one.
#[derive(Debug, Default)]
struct Ahead {
    /// With their values, where these have no identity.
    entries: Vec<(Key, Option<Value>)>,
    /// The dict that these values are of: as long as nobody changed it they are those of the resource.
    of: Option<Arc<Deep<Dict>>>,
    /// How often keys had been added or removed.
    changes: u32,
    /// Entries looked at at once.
    chunk: usize,
}

/// Entries looked at at first: whoever looks at the first one only does not pay for all. Then twice as many each time.
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
        if resource.kind() != Kind::Dict {
            return Self::at_index(resource, 0);
        }
        let mut ahead = Ahead {
            changes: resource.changes(),
            ..Ahead::default()
        };
        ahead.fill(&resource, None);
        Self {
            resource,
            place: Place::Dict(ahead),
        }
    }

    /// In front of this index of a list.
    pub const fn at_index(resource: Elem, index: usize) -> Self {
        Self {
            resource,
            place: Place::Index(index),
        }
    }

    /// Behind this key of a dict that had these entries, and this number of changes.
    pub fn behind(resource: Elem, key: Option<&Key>, entries: &Dict, changes: u32) -> Self {
        let range = (key.map_or(Unbounded, Excluded), Unbounded);
        let left = entries.range::<Key, _>(range).rev();
        let ahead = Ahead {
            entries: left.map(|(key, _)| (key.clone(), None)).collect(),
            changes,
            ..Ahead::default()
        };
        Self {
            resource,
            place: Place::Dict(ahead),
        }
    }

    /// Does it iterate over this very resource?
    pub fn is_over(&self, resource: &Elem) -> bool {
        self.resource.is_same(resource)
    }

    /// Goes on in place if it takes nothing but that: to a property, with a variable for the key that held one before.
    #[inline]
    pub fn step(&mut self, key: &mut Elem, value: &mut Elem) -> bool {
        match (&mut self.place, &*key) {
            (Place::Index(index), Elem::Fixed(Value::Long(_))) => {
                if !self.resource.property_to(*index, value) {
                    return false;
                }
                key.set(Elem::Fixed(Value::Long(i64::try_from(*index).unwrap_or(i64::MAX))));
                *index += 1;
                true
            }
            (Place::Dict(ahead), Elem::Fixed(Value::String(_))) => ahead.step(&self.resource, key, value),
            _ => false,
        }
    }

    /// The next element; none behind the last.
    ///
    /// # Errors
    /// Keys were added to or removed from the dict since the last step. (Elements of a list may.)
    #[inline]
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
            Place::Dict(ahead) => ahead.next(&self.resource),
        }
    }
}

impl Ahead {
    fn step(&mut self, resource: &Elem, key: &mut Elem, value: &mut Elem) -> bool {
        let is_current = self.of.as_ref().is_some_and(|of| resource.is_still_dict(of));
        // The last one known needs a look at what comes behind it.
        if !is_current || self.entries.len() < 2 {
            return false;
        }
        let known = |(_, known): &mut (Key, Option<Value>)| known.as_ref().is_some_and(|value| !value.kind().is_resource());
        match self.entries.pop_if(known) {
            Some((next, Some(known))) => {
                value.set(Elem::Fixed(known));
                key.set(Elem::Fixed(Value::String(next.into())));
                true
            }
            _ => false,
        }
    }

    fn next(&mut self, resource: &Elem) -> Result<Option<Step>, Fault> {
        let Some((key, known)) = self.entries.pop() else {
            return Ok(None);
        };
        if resource.changes() != self.changes {
            return Err(changed());
        }
        let is_current = self.of.as_ref().is_some_and(|of| resource.is_still_dict(of));
        let value = match known {
            Some(known) if is_current => Elem::Fixed(known),
            _ => resource.get(&Term::Key(key.clone()))?.ok_or_else(changed)?,
        };
        if self.entries.is_empty() {
            self.fill(resource, Some(&key));
        }
        let key = Value::String(key.into());
        Ok(Some(Step { key, value }))
    }

    /// Looks at the entries behind `after`.
    fn fill(&mut self, resource: &Elem, after: Option<&Key>) {
        self.chunk = (2 * self.chunk).max(CHUNK);
        let range = (after.map_or(Unbounded, Excluded), Unbounded);
        match (resource.still(), resource) {
            (Some(Value::Dict(entries)), _) => {
                let entry = |(key, value): (&Key, &Value)| {
                    let known = resource.gives(value).then(|| value.clone());
                    (key.clone(), known)
                };
                let next = entries.range::<Key, _>(range).take(self.chunk);
                self.entries.extend(next.map(entry));
                self.of = Some(entries);
            }
            (_, Elem::Live(live)) => {
                let next = live.keys_behind(after, self.chunk);
                self.entries.extend(next.into_iter().map(|key| (key, None)));
            }
            (_, Elem::Fixed(_)) => {}
        }
        self.entries.reverse();
    }
}

fn changed() -> Fault {
    let message = "the dict was changed while it was iterated over";
    fault(codes::evaluation::ITERATION, message)
        .with_hint("iterate over a clone() of it, or collect the changes and make them afterwards")
}
