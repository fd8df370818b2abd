use pan_value::Key;

use crate::elem::Elem;
use crate::ir::{Block, Slot, SlotSet};

/// The local variables of a running block.
pub struct Locals<'b> {
    names: &'b [Key],
    values: Vec<Option<Elem>>,
    unread: SlotSet,
}

impl<'b> Locals<'b> {
    /// No variable of the block has a value yet.
    pub fn new(block: &'b Block) -> Self {
        Self {
            names: &block.names,
            unread: block.unread,
            values: match block.names.len() {
                0 => Vec::new(),
                count => vec![None; count],
            },
        }
    }

    /// Name of a slot.
    pub fn name(&self, slot: Slot) -> &'b Key {
        static NONE: std::sync::LazyLock<Key> = std::sync::LazyLock::new(|| Key::new("?"));
        self.names.get(slot.0 as usize).unwrap_or(&NONE)
    }

    /// Names of the variables that have a value.
    pub fn known(&self) -> impl Iterator<Item = &'b str> {
        let named = self.names.iter().zip(&self.values);
        named
            .filter(|(_, value)| value.is_some())
            .map(|(name, _)| &**name)
    }

    /// The slot of a name.
    pub fn slot(&self, name: &str) -> Option<Slot> {
        let index = self.names.iter().position(|known| &**known == name)?;
        u32::try_from(index).ok().map(Slot)
    }

    /// The value, if the variable has one.
    #[inline]
    pub fn get(&self, slot: Slot) -> Option<&Elem> {
        self.values.get(slot.0 as usize).and_then(Option::as_ref)
    }

    /// The value, to be replaced, if the variable has one.
    #[inline]
    pub fn get_mut(&mut self, slot: Slot) -> Option<&mut Elem> {
        self.values.get_mut(slot.0 as usize).and_then(Option::as_mut)
    }

    /// Is it a variable that only takes the keys of iterations? Then it need not.
    #[inline]
    pub const fn is_unread(&self, slot: Slot) -> bool {
        self.unread.contains(slot)
    }

    /// Sets or (with `None`) removes a variable, without any check.
    pub fn put(&mut self, slot: Slot, value: Option<Elem>) {
        if let Some(place) = self.values.get_mut(slot.0 as usize) {
            *place = value;
        }
    }
}
