use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Deep, Dict, Key, Term, Value};

use super::error::fault;
use crate::builtin::Fault;
use crate::elem::{Elem, Frozen};

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
}

/// Entries looked at at once. Whoever looks at the first one only does not pay for all.
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
        let mut ahead = Ahead::default();
        let place = match &resource {
            Elem::Fixed(Value::Dict(_)) => {
                ahead.fill(&resource, None);
                Place::Dict(ahead)
            }
            Elem::Live(live) if live.kind() == pan_value::Kind::Dict => {
                ahead.changes = live.changes();
                ahead.fill(&resource, None);
                Place::Dict(ahead)
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
    #[inline]
    pub fn next(&mut self) -> Result<Option<Step>, Fault> {
        match &mut self.place {
            Place::Index(index) => {
                let here = i64::try_from(*index).unwrap_or(i64::MAX);
                let value = match self.resource.property_at(*index) {
                    Some(value) => Elem::Fixed(value),
                    None if *index >= self.resource.size().unwrap_or(0) => return Ok(None),
                    None => self.resource.get(&Term::from_long(here)?)?.unwrap_or(Elem::UNDEF),
                };
                *index += 1;
                let key = Value::Long(here);
                Ok(Some(Step { key, value }))
            }
            Place::Dict(ahead) => ahead.next(&self.resource),
        }
    }
}

impl Ahead {
    fn next(&mut self, resource: &Elem) -> Result<Option<Step>, Fault> {
        let Some((key, known)) = self.entries.pop() else {
            return Ok(None);
        };
        if let Elem::Live(live) = resource
            && live.changes() != self.changes
        {
            return Err(changed());
        }
        let is_current = match (resource, &self.of) {
            (Elem::Fixed(_), _) => true,
            (Elem::Live(live), Some(of)) => live.is_frozen_as(of),
            _ => false,
        };
        let value = match known {
            Some(known) if is_current => Elem::Fixed(known),
            _ => resource.get(&Term::Key(key.clone()))?.ok_or_else(changed)?,
        };
        if self.entries.is_empty() {
            self.fill(resource, Some(&key));
        }
        let key = Value::String(key.shared());
        Ok(Some(Step { key, value }))
    }

    /// Looks at the entries behind `after`.
    fn fill(&mut self, resource: &Elem, after: Option<&Key>) {
        use std::ops::Bound::{Excluded, Unbounded};
        let range = (after.map_or(Unbounded, Excluded), Unbounded);
        let known = |(key, value): (&Key, &Value)| (key.clone(), Some(value.clone()));
        match resource {
            Elem::Fixed(Value::Dict(entries)) => {
                let next = entries.range::<Key, _>(range).take(CHUNK);
                self.entries.extend(next.map(known));
            }
            Elem::Fixed(_) => {}
            Elem::Live(live) => match live.frozen_dict() {
                Frozen::Dict(entries) => {
                    // Resources in it get an identity when they are looked at.
                    let property = |(key, value): (&Key, &Value)| {
                        let known = (!value.kind().is_resource()).then(|| value.clone());
                        (key.clone(), known)
                    };
                    let next = entries.range::<Key, _>(range).take(CHUNK);
                    self.entries.extend(next.map(property));
                    self.of = Some(entries);
                }
                Frozen::Not => {
                    let next = live.keys_behind(after, CHUNK);
                    self.entries.extend(next.into_iter().map(|key| (key, None)));
                }
            },
        }
        self.entries.reverse();
    }
}

fn changed() -> Fault {
    let message = "the dict was changed while it was iterated over";
    fault(codes::evaluation::ITERATION, message)
        .with_hint("iterate over a clone() of it, or collect the changes and make them afterwards")
}
