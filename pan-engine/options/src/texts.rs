//! Many short texts in few pieces of memory.

use std::fmt;

/// Texts in order: names of files and objects, of which there may be many thousands. A `String` for each would take twice the
/// memory of what is in it; one for all would be copied again and again while it grows.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Texts {
    pieces: Vec<Piece>,
    len: usize,
}

/// Texts of a piece.
const PIECE: usize = 256;

#[derive(Clone, Default, PartialEq, Eq)]
struct Piece {
    all: String,
    /// Where each of them ends.
    ends: Vec<usize>,
}

impl Piece {
    fn get(&self, at: usize) -> Option<&str> {
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.all.get(start..*self.ends.get(at)?)
    }
}

impl Texts {
    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        if self.len.is_multiple_of(PIECE) {
            self.pieces.push(Piece::default());
        }
        if let Some(piece) = self.pieces.last_mut() {
            piece.all.push_str(text);
            piece.ends.push(piece.all.len());
            self.len += 1;
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Are there none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The text at a place.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&str> {
        self.pieces.get(at / PIECE)?.get(at % PIECE)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len).filter_map(|at| self.get(at))
    }

    /// The texts at these places.
    #[must_use]
    pub fn at(&self, places: &[usize]) -> Self {
        places.iter().filter_map(|at| self.get(*at)).collect()
    }

    /// The same ones sorted, each once.
    #[must_use]
    pub fn sorted(self) -> Self {
        if self.iter().is_sorted_by(|one, next| one < next) {
            return self;
        }
        let mut places: Vec<usize> = (0..self.len).collect();
        places.sort_unstable_by_key(|at| self.get(*at));
        places.dedup_by_key(|at| self.get(*at));
        self.at(&places)
    }

    /// Is this one of them? They must be sorted.
    #[must_use]
    pub fn holds(&self, text: &str) -> bool {
        let (mut from, mut to) = (0, self.len);
        while from < to {
            let middle = from.midpoint(to);
            match self.get(middle).cmp(&Some(text)) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        false
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: AsRef<str>> FromIterator<T> for Texts {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut all = Self::default();
        for text in texts {
            all.push(text.as_ref());
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn sorting(texts in prop::collection::vec("[ab]{0,2}", 0..8)) {
            let all: Texts = texts.iter().collect();
            let sorted: BTreeSet<String> = texts.into_iter().collect();
            prop_assert_eq!(all.sorted(), sorted.into_iter().collect());
        }

        #[test]
        fn as_a_set(texts in prop::collection::btree_set("[ab/é]{0,5}", 0..600), other in "[ab/é]{0,5}") {
            let all: Texts = texts.iter().collect();
            prop_assert_eq!(all.len(), texts.len());
            prop_assert_eq!(all.is_empty(), texts.is_empty());
            prop_assert!(all.iter().eq(texts.iter()));
            prop_assert!(texts.iter().all(|text| all.holds(text)));
            prop_assert_eq!(all.holds(&other), texts.contains(&other));
            prop_assert_eq!(all.get(texts.len()), None);
            prop_assert!(all.at(&[1, 0, 600]).iter().eq([all.get(1), all.get(0)].into_iter().flatten()));
        }
    }
}
