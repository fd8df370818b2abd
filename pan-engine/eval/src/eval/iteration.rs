use pan_diagnostics::codes;
use pan_value::{Key, Term, Value};

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
    /// The next key of a dict, and how often its keys had changed.
    Key(Option<Key>, u32),
}

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
        let place = match &resource {
            Elem::Fixed(Value::Dict(entries)) => Place::Key(entries.keys().next().cloned(), 0),
            Elem::Live(live) if live.kind() == pan_value::Kind::Dict => {
                Place::Key(live.next_key(None), live.changes())
            }
            _ => Place::Index(0),
        };
        Self { resource, place }
    }

    /// Does it iterate over this very resource?
    pub fn is_over(&self, resource: &Elem) -> bool {
        self.resource.is_same(resource)
    }

    /// The next element; none behind the last.
    ///
    /// # Errors
    /// Keys were added to or removed from the dict since the last step. (Elements of a list may.)
    pub fn next(&mut self) -> Result<Option<Step>, Fault> {
        match &mut self.place {
            Place::Index(index) => {
                if *index >= self.resource.size().unwrap_or(0) {
                    return Ok(None);
                }
                let here = i64::try_from(*index).unwrap_or(i64::MAX);
                *index += 1;
                let value = self.resource.get(&Term::from_long(here)?)?.unwrap_or(Elem::UNDEF);
                Ok(Some(Step {
                    key: Value::Long(here),
                    value,
                }))
            }
            Place::Key(next, changes) => {
                let Some(key) = next.take() else { return Ok(None) };
                let changed = || {
                    let message = "the dict was changed while it was iterated over";
                    fault(codes::evaluation::ITERATION, message).with_hint(
                        "iterate over a clone() of it, or collect the changes and make them afterwards",
                    )
                };
                let following = match &self.resource {
                    Elem::Live(live) if live.changes() != *changes => return Err(changed()),
                    Elem::Live(live) => live.next_key(Some(&key)),
                    Elem::Fixed(Value::Dict(entries)) => {
                        use std::ops::Bound::{Excluded, Unbounded};
                        entries
                            .range::<Key, _>((Excluded(&key), Unbounded))
                            .next()
                            .map(|(key, _)| key.clone())
                    }
                    Elem::Fixed(_) => None,
                };
                let value = self.resource.get(&Term::Key(key.clone()))?.ok_or_else(changed)?;
                *next = following;
                Ok(Some(Step {
                    key: Value::String(key.shared()),
                    value,
                }))
            }
        }
    }
}
