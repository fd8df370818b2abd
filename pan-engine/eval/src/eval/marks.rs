use std::hash::BuildHasher as _;

use rustc_hash::FxBuildHasher;

/// A number of few bits for a name: names with different marks are different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(u8);

/// The marks of some names. Tells of most other names that they are not among them, without looking at a text.
#[derive(Debug, Default)]
pub struct Marks([u64; 4]);

impl Mark {
    /// The mark of a name.
    pub fn of(name: &str) -> Self {
        let [mark, ..] = FxBuildHasher.hash_one(name).to_le_bytes();
        Self(mark)
    }

    const fn place(self) -> (usize, u64) {
        ((self.0 >> 6) as usize, 1 << (self.0 & 63))
    }
}

impl Marks {
    /// Adds the mark of a name. None is ever taken out.
    pub fn add(&mut self, name: &str) {
        let (word, bit) = Mark::of(name).place();
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    /// May a name with this mark be among them?
    #[inline]
    pub fn may_hold(&self, mark: Mark) -> bool {
        let (word, bit) = mark.place();
        self.0.get(word).is_none_or(|word| word & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_were_added_may_be_there_and_few_others() {
        let mut marks = Marks::default();
        let names = |kind: &str| (0..20).map(|at| format!("{kind}{at}")).collect::<Vec<_>>();
        for name in names("OWN_") {
            marks.add(&name);
        }
        let held = |names: &[String]| names.iter().filter(|name| marks.may_hold(Mark::of(name))).count();
        assert_eq!(held(&names("OWN_")), 20);
        assert!(held(&names("OTHER_")) < 8, "{}", held(&names("OTHER_")));
    }
}
