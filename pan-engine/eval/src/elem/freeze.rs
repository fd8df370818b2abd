use std::collections::BTreeMap;

use pan_value::{Key, Value};

use super::live::{Body, Live};
use super::{Bounds, Elem, ElemError};

impl Elem {
    /// The value it has now.
    ///
    /// # Errors
    /// It is nested too deep.
    pub fn freeze(&self, bounds: Bounds) -> Result<Value, ElemError> {
        match self {
            Self::Fixed(value) => Ok(value.clone()),
            Self::Live(live) => live.freeze(bounds.depth, bounds.depth),
        }
    }

    /// A copy that shares nothing that can be changed: all levels.
    ///
    /// # Errors
    /// It is nested too deep.
    pub fn duplicate(&self, bounds: Bounds) -> Result<Self, ElemError> {
        match self {
            Self::Fixed(value) if self.is_protected() => Ok(Self::Live(Live::copy_of(value.clone()))),
            Self::Fixed(_) => Ok(self.clone()),
            Self::Live(_) => Ok(Self::Live(Live::copy_of(self.freeze(bounds)?))),
        }
    }
}

impl Live {
    /// The value this resource has now. Where nobody else holds a reference into it, it becomes frozen itself, so that the
    /// next time costs nothing.
    fn freeze(&self, levels: u32, limit: u32) -> Result<Value, ElemError> {
        let too_deep = ElemError::Depth(limit);
        let (value, own) = match &*self.0.body.borrow() {
            Body::Frozen(value) => return Ok(value.clone()),
            _ if levels == 0 => return Err(too_deep),
            Body::List(items) => {
                let mut own = true;
                let mut frozen = Vec::with_capacity(items.len());
                for item in items {
                    frozen.push(freeze_child(item, levels, limit, &mut own)?);
                }
                (Value::list(frozen), own)
            }
            Body::Dict(entries) => {
                let mut own = true;
                let mut frozen: BTreeMap<Key, Value> = BTreeMap::new();
                for (key, elem) in entries {
                    frozen.insert(key.clone(), freeze_child(elem, levels, limit, &mut own)?);
                }
                (Value::dict(frozen), own)
            }
        };
        if value.depth() > limit {
            return Err(too_deep);
        }
        if own {
            *self.0.body.borrow_mut() = Body::Frozen(value.clone());
        }
        Ok(value)
    }
}

/// Clears `own` when the resource has references from elsewhere, or is fixed: then its parent must stay as it is, because
/// thawing it again would give the child another identity, or make it writable.
fn freeze_child(elem: &Elem, levels: u32, limit: u32, own: &mut bool) -> Result<Value, ElemError> {
    match elem {
        Elem::Fixed(value) => {
            *own &= !elem.is_protected();
            Ok(value.clone())
        }
        Elem::Live(live) => {
            let value = live.freeze(levels - 1, limit)?;
            // Not frozen: there are references into it.
            *own &= live.is_unshared() && live.frozen().is_some();
            Ok(value)
        }
    }
}
