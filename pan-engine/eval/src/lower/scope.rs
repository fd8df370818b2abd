//! The variable names of a block.

use pan_value::Key;
use rustc_hash::FxHashMap;

use super::Lowering;
use crate::ir::{Block, Expr, Slot};

/// The names found so far in the block being lowered.
#[derive(Default)]
pub(super) struct Scope {
    names: Vec<Key>,
    slots: FxHashMap<Key, Slot>,
}

impl Scope {
    /// The slot of a name.
    pub(super) fn slot(&mut self, name: Key) -> Slot {
        if let Some(slot) = self.slots.get(&name) {
            return *slot;
        }
        let slot = Slot(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(name.clone());
        self.slots.insert(name, slot);
        slot
    }

    /// The name of a slot.
    pub(super) fn name(&self, slot: Slot) -> &str {
        self.names.get(slot.0 as usize).map_or("", |name| name)
    }
}

impl Lowering<'_> {
    /// Lowers a block with variables of its own.
    pub(super) fn block(&mut self, lower: impl FnOnce(&mut Self) -> Expr) -> Block {
        let outer = std::mem::take(&mut self.scope);
        let body = lower(self);
        let scope = std::mem::replace(&mut self.scope, outer);
        Block {
            names: scope.names.into(),
            body,
        }
    }
}
