use pan_value::{Key, Kind, Value};
use rustc_hash::FxHashMap;

use crate::elem::{Elem, Snap};

/// Parts of an element that a comparison leaves out, because whoever looked at the element had set them itself.
#[derive(Clone, Debug, Default)]
pub struct Except {
    /// By key; without parts of its own the whole element at this key is left out.
    pub parts: FxHashMap<Key, Self>,
}

impl Except {
    /// Nothing is left out: as the part of another, everything is.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Is the element what was taken, but for these parts?
    pub fn is_like(&self, snap: &Snap, elem: Option<&Elem>, shape: bool) -> bool {
        if snap.kind() != Kind::Dict {
            return false;
        }
        let entries = match elem {
            None | Some(Elem::Fixed(Value::Undef)) => Vec::new(),
            // Setting a part of it would have made it one that can be changed.
            Some(Elem::Fixed(Value::Dict(_))) if shape => return false,
            Some(elem) if elem.kind() == Kind::Dict => elem.peek_entries(),
            Some(_) => return false,
        };
        let taken = snap.entries();
        let mut same = 0;
        for (key, part) in &taken {
            let now = entries
                .binary_search_by(|(other, _)| other.cmp(key))
                .ok()
                .and_then(|at| entries.get(at))
                .map(|(_, elem)| elem);
            same += usize::from(now.is_some());
            let fits = match (self.parts.get(key), now) {
                (Some(inner), _) if inner.is_empty() => true,
                (Some(inner), now) => inner.is_like(part, now, shape),
                (None, Some(now)) => part.is_like(now, shape),
                (None, None) => false,
            };
            if !fits {
                return false;
            }
        }
        // What is there now and was not taken must be left out as a whole.
        same == entries.len()
            || entries.iter().all(|(key, _)| {
                taken.binary_search_by(|(other, _)| other.cmp(key)).is_ok()
                    || self.parts.get(key).is_some_and(Self::is_empty)
            })
    }
}
