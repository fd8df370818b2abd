use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashSet;

/// A shared, immutable name: key of a dict, name of a variable, function, type or template. Cloning is cheap;
/// comparison looks at the pointer first, so interned keys compare in constant time when equal.
#[derive(Clone)]
pub struct Key(Arc<str>);

impl Key {
    /// A key with this text. The text is not checked; [`crate::Term::parse`] knows which texts are legal in a dict.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as the shared string that a string value holds.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

impl From<Arc<str>> for Key {
    fn from(text: Arc<str>) -> Self {
        Self(text)
    }
}

impl From<Key> for Arc<str> {
    fn from(key: Key) -> Self {
        key.0
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl Deref for Key {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            return std::cmp::Ordering::Equal;
        }
        let (a, b) = (self.0.as_bytes(), other.0.as_bytes());
        // Most keys differ at once: no call for them.
        if let (Some(x), Some(y)) = (a.first_chunk(), b.first_chunk()) {
            let (x, y) = (u64::from_be_bytes(*x), u64::from_be_bytes(*y));
            if x != y {
                return x.cmp(&y);
            }
        } else if let ([x, ..], [y, ..]) = (a, b)
            && x != y
        {
            return x.cmp(y);
        }
        a.cmp(b)
    }
}

impl Key {
    /// Is it the same text in the same place? Equal keys need not be.
    #[must_use]
    #[inline]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl std::hash::Hash for Key {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// Names kept before those are forgotten that nobody uses any more.
const FIRST_LOOK: usize = 1 << 12;

/// Gives equal texts one allocation. Shared by threads; meant for lowering, where names repeat thousands of times. Now and then
/// it forgets the names that nobody uses, so it holds half as many again as are in use at most.
#[derive(Debug, Default)]
pub struct Interner {
    names: Mutex<Names>,
}

#[derive(Debug, Default)]
struct Names {
    known: FxHashSet<Key>,
    /// So many names may be known before somebody looks at which of them are used.
    room: usize,
}

impl Interner {
    /// The one key with this text.
    #[must_use]
    pub fn intern(&self, text: &str) -> Key {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = names.known.get(text) {
            return known.clone();
        }
        if names.known.len() >= names.room.max(FIRST_LOOK) {
            names.known.retain(|name| Arc::strong_count(&name.0) > 1);
            names.room = names.known.len() * 3 / 2;
        }
        let key = Key::new(text);
        names.known.insert(key.clone());
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interned_keys_share_one_allocation() {
        let interner = Interner::default();
        let (a, b) = (interner.intern("x"), interner.intern("x"));
        assert!(Arc::ptr_eq(&a.0, &b.0));
        assert_ne!(a, interner.intern("y"));
    }

    #[test]
    fn unused_names_are_forgotten() {
        let interner = Interner::default();
        let used: Vec<Key> = (0..100)
            .map(|number| interner.intern(&format!("used{number}")))
            .collect();
        for number in 0..4 * FIRST_LOOK {
            let _ = interner.intern(&format!("name{number}"));
            assert!(interner.names.lock().unwrap().known.len() <= FIRST_LOOK);
        }
        for (number, key) in used.iter().enumerate() {
            assert!(Arc::ptr_eq(&interner.intern(&format!("used{number}")).0, &key.0));
        }
    }

    #[test]
    fn keys_are_in_the_order_of_their_texts() {
        let texts = [
            "",
            "a",
            "aa",
            "ab",
            "abcdefgh",
            "abcdefgha",
            "abcdefghb",
            "abcdefgi",
            "b",
            "b0123456789",
            "\u{e9}",
        ];
        for a in texts {
            for b in texts {
                assert_eq!(Key::new(a).cmp(&Key::new(b)), a.cmp(b), "{a} {b}");
            }
        }
    }
}
