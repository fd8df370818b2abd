use std::collections::HashSet;
use std::rc::Rc;

use super::live::{Body, Live};
use super::{Elem, ElemError};

impl Live {
    /// Refuses to make this resource part of itself, which would never be freed and never be printed.
    ///
    /// # Errors
    /// This resource is, or is in, the new element.
    pub(super) fn refuse_circle(&self, new: &Elem) -> Result<(), ElemError> {
        let Elem::Live(start) = new else { return Ok(()) };
        let mut waiting = vec![start.clone()];
        // There may be very many ways to a resource that is referred to more than once.
        let mut seen = HashSet::new();
        while let Some(live) = waiting.pop() {
            // One reference is the one taken from `waiting`.
            if Rc::strong_count(&live.0) > 2 && !seen.insert(Rc::as_ptr(&live.0)) {
                continue;
            }
            if live.is_same(self) {
                return Err(ElemError::Circular);
            }
            let mut look = |elem: &Elem| {
                if let Elem::Live(inner) = elem {
                    waiting.push(inner.clone());
                }
            };
            match &*live.0.body.borrow() {
                // Made of values: no live resource is in it.
                Body::Frozen(_) | Body::Taken(_) => {}
                Body::List(items) => items.iter().for_each(&mut look),
                Body::Dict(entries) => entries.values().for_each(&mut look),
                Body::Partly(partly) => partly.own().values().flatten().for_each(&mut look),
            }
        }
        Ok(())
    }
}
