use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use super::Time;
use super::trace::Event;
use crate::elem::{Bounds, Elem, ElemError, Snap};

/// The tree of the object that is followed, as it was at the times that others need it at.
#[derive(Debug)]
pub struct Roots {
    /// When it was written to.
    writes: Vec<Time>,
    /// By how many of these times came before.
    known: RwLock<BTreeMap<usize, Snap>>,
}

impl Roots {
    /// The tree at the start; what became of it is in the events.
    pub fn new(start: Snap, events: &[Event]) -> Self {
        let writes = (0..).zip(events).filter(|(_, event)| !event.tree.is_empty());
        Self {
            writes: writes.map(|(at, _)| at).collect(),
            known: RwLock::new(BTreeMap::from([(0, start)])),
        }
    }

    /// Is the tree the same at both times?
    pub fn is_unchanged(&self, from: Time, to: Time) -> bool {
        let at = |time: Time| self.writes.partition_point(|write| *write < time);
        at(from) == at(to)
    }

    /// The tree before the event of this time.
    ///
    /// # Errors
    /// It cannot be had.
    pub fn at(&self, time: Time, events: &[Event], bounds: Bounds) -> Result<Snap, ElemError> {
        let wanted = self.writes.partition_point(|write| *write < time);
        let (known, snap) = {
            let roots = self.known.read().unwrap_or_else(PoisonError::into_inner);
            let nearest = roots.range(..=wanted).next_back();
            nearest
                .map(|(at, snap)| (*at, snap.clone()))
                .ok_or(ElemError::Circular)?
        };
        if known == wanted {
            return Ok(snap);
        }
        let root = snap.restore();
        for at in self.writes.get(known..wanted).unwrap_or_default() {
            let event = usize::try_from(*at).ok().and_then(|at| events.get(at));
            for (path, snap) in event.iter().flat_map(|event| &event.tree) {
                put(&root, path.terms(), snap.as_ref(), bounds)?;
            }
        }
        let snap = Snap::take(&root, bounds).ok_or(ElemError::Circular)?;
        let mut roots = self.known.write().unwrap_or_else(PoisonError::into_inner);
        roots.insert(wanted, snap.clone());
        Ok(snap)
    }
}

/// Makes the element at a path what it was elsewhere, whatever it is here.
///
/// # Errors
/// Something on the way is in the way.
pub fn put(
    root: &Elem,
    terms: &[pan_value::Term],
    snap: Option<&Snap>,
    bounds: Bounds,
) -> Result<(), ElemError> {
    match root.put_at(terms, snap.map(Snap::restore), bounds) {
        Err(ElemError::Replace(..)) => {
            // It was something else in between.
            root.put_at(terms, None, bounds)?;
            root.put_at(terms, snap.map(Snap::restore), bounds)
        }
        other => other,
    }
}
