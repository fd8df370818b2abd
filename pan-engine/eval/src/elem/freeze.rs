use std::collections::{BTreeMap, HashMap};

use pan_value::{Dict, Value};

use super::live::{Body, Live};
use super::{Bounds, Elem, ElemError, Snap};

impl Elem {
    /// The value it has now.
    ///
    /// # Errors
    /// It is nested too deep, or has too many elements.
    pub fn freeze(&self, bounds: Bounds) -> Result<Value, ElemError> {
        match self {
            Self::Fixed(value) => Ok(value.clone()),
            Self::Live(live) => Freezing {
                bounds,
                shared: HashMap::new(),
            }
            .value(live, bounds.depth),
        }
    }

    /// A copy that shares nothing that can be changed: all levels.
    ///
    /// # Errors
    /// As [`Elem::freeze`].
    pub fn duplicate(&self, bounds: Bounds) -> Result<Self, ElemError> {
        match self {
            Self::Fixed(value) if self.is_protected() => Ok(Self::Live(Live::copy_of(value.clone()))),
            Self::Fixed(_) => Ok(self.clone()),
            Self::Live(_) => Ok(Self::Live(Live::copy_of(self.freeze(bounds)?))),
        }
    }
}

/// One walk over a resource.
struct Freezing {
    bounds: Bounds,
    /// Values of the resources that are referred to more than once, by address: `l = list(l, l)` sixty times makes sixty
    /// resources with 2^60 ways to them.
    shared: HashMap<usize, Value>,
}

impl Freezing {
    /// The value this resource has now. Where nobody else holds a reference into it, it becomes frozen itself, so that the
    /// next time costs nothing.
    fn value(&mut self, live: &Live, levels: u32) -> Result<Value, ElemError> {
        match &*live.0.body.borrow() {
            Body::Frozen(value) => return Ok(value.clone()),
            Body::Taken(snap) => return Ok(snap.value()),
            Body::List(_) | Body::Dict(_) | Body::Partly(_) => {}
        }
        let address = std::rc::Rc::as_ptr(&live.0).addr();
        if let Some(value) = self.shared.get(&address) {
            return Ok(value.clone());
        }
        if levels == 0 {
            return Err(ElemError::Depth(self.bounds.depth));
        }
        let mut own = true;
        let value = match &*live.0.body.borrow() {
            Body::Frozen(value) => value.clone(),
            Body::Taken(snap) => snap.value(),
            Body::Partly(partly) => {
                own = matches!(partly.base(), Snap::Free(_));
                let mut changes = BTreeMap::new();
                for (key, elem) in partly.own() {
                    let new = match elem {
                        Some(elem) => Some(self.child(elem, levels, &mut own)?),
                        None => None,
                    };
                    changes.insert(key.clone(), new);
                }
                match partly.base().value() {
                    Value::Dict(entries) => Value::dict(entries.with(changes)),
                    _ => Value::dict(Dict::new().with(changes)),
                }
            }
            Body::List(items) => {
                let mut frozen = Vec::with_capacity(items.len());
                for item in items {
                    frozen.push(self.child(item, levels, &mut own)?);
                }
                Value::list(frozen)
            }
            Body::Dict(entries) => {
                let mut frozen = Vec::with_capacity(entries.len());
                for (key, elem) in entries {
                    frozen.push((key.clone(), self.child(elem, levels, &mut own)?));
                }
                Value::dict(Dict::from_sorted(frozen))
            }
        };
        if value.depth() > self.bounds.depth {
            return Err(ElemError::Depth(self.bounds.depth));
        }
        if value.count() > self.bounds.count {
            return Err(ElemError::Count(self.bounds.count));
        }
        if own {
            *live.0.body.borrow_mut() = Body::Frozen(value.clone());
        } else if !live.is_unshared() {
            self.shared.insert(address, value.clone());
        }
        Ok(value)
    }

    /// Clears `own` when the resource has references from elsewhere, or is fixed: then its parent must stay as it is,
    /// because thawing it again would give the child another identity, or make it writable.
    fn child(&mut self, elem: &Elem, levels: u32, own: &mut bool) -> Result<Value, ElemError> {
        match elem {
            Elem::Fixed(value) => {
                *own &= !elem.is_protected();
                Ok(value.clone())
            }
            Elem::Live(live) => {
                let value = self.value(live, levels - 1)?;
                // Not frozen: there are references into it.
                *own &= live.is_unshared() && live.frozen().is_some();
                Ok(value)
            }
        }
    }
}
