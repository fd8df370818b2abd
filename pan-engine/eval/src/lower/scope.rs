//! The variable names of a block.

use pan_value::Key;
use rustc_hash::FxHashMap;

use super::Lowering;
use super::self_use::is_by_parts;
use crate::ir::{Block, Expr, Slot, SlotSet, VarRef};

/// So few names are searched one by one: most blocks have less, and a table costs more than the rest of them.
const FEW: usize = 12;

/// The names found so far in the block being lowered.
#[derive(Default)]
pub(super) struct Scope {
    names: Vec<Key>,
    /// Where a name is, once there are [`FEW`].
    slots: FxHashMap<Key, usize>,
    /// How often each name occurs otherwise than as the variable that an iteration puts a key into.
    uses: Vec<usize>,
    /// Something may read any of them.
    by_name: bool,
}

impl Scope {
    /// The slot of a name.
    pub(super) fn slot(&mut self, name: Key) -> Slot {
        let known = match self.slots.is_empty() {
            true => self.names.iter().position(|known| *known == name),
            false => self.slots.get(&name).copied(),
        };
        let slot = known.unwrap_or(self.names.len());
        if known.is_none() {
            self.add(name);
        }
        if let Some(uses) = self.uses.get_mut(slot) {
            *uses += 1;
        }
        Slot(u32::try_from(slot).unwrap_or(u32::MAX))
    }

    fn add(&mut self, name: Key) {
        if !self.slots.is_empty() {
            self.slots.insert(name.clone(), self.names.len());
        }
        self.names.push(name);
        self.uses.push(0);
        if self.names.len() == FEW {
            self.slots = self.names.iter().cloned().zip(0..).collect();
        }
    }

    /// A variable occurs where an iteration puts a key.
    pub(super) fn takes_key(&mut self, variable: &VarRef) {
        if let Some(Slot(slot)) = variable.whole()
            && let Some(uses) = self.uses.get_mut(slot as usize)
        {
            *uses = uses.saturating_sub(1);
        }
    }

    /// Something may read any variable.
    pub(super) const fn is_read_by_name(&mut self) {
        self.by_name = true;
    }

    /// Those that only take keys, which nobody reads.
    fn unread(&self) -> SlotSet {
        let unread = self.uses.iter().enumerate().filter(|(_, uses)| **uses == 0);
        match self.by_name {
            true => SlotSet::default(),
            false => unread
                .filter_map(|(slot, _)| Some(Slot(u32::try_from(slot).ok()?)))
                .collect(),
        }
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
        let mark = self.mark();
        let body = lower(self);
        let uses_self = self.self_uses.len() > mark.self_uses;
        let scope = std::mem::replace(&mut self.scope, outer);
        let slot = |name: &str| {
            let at = scope.names.iter().position(|known| **known == *name)?;
            u32::try_from(at).ok().map(Slot)
        };
        Block {
            argv: slot("ARGV"),
            argc: slot("ARGC"),
            unread: scope.unread(),
            names: scope.names.into(),
            self_by_parts: uses_self && is_by_parts(&body),
            body,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_one_slot() {
        let mut scope = Scope::default();
        for round in 0..2 {
            for number in 0..3 * FEW {
                let slot = scope.slot(Key::new(&format!("x{number}")));
                assert_eq!(slot.0 as usize, number, "round {round}");
                assert_eq!(scope.name(slot), format!("x{number}"));
            }
        }
    }
}
