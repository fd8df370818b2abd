use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use pan_value::Key;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Time;

/// Definitions by name: those of the object, and below them those that the object it follows had at some time. What is defined
/// stays defined, so a time is enough to tell which of them are there.
#[derive(Clone, Debug)]
pub struct Layered<T> {
    own: FxHashMap<Key, T>,
    below: Option<Below<T>>,
}

#[derive(Debug)]
struct Below<T> {
    /// With the time since which they are there.
    entries: Arc<Since<T>>,
    /// Only moves while the object is built, on one thread, but is shared afterwards.
    now: AtomicU32,
    /// Those that this object does not have.
    hidden: FxHashSet<Key>,
}

/// Definitions with the time since which they are there.
pub type Since<T> = FxHashMap<Key, (Time, T)>;

impl<T> Default for Layered<T> {
    fn default() -> Self {
        Self {
            own: FxHashMap::default(),
            below: None,
        }
    }
}

impl<T: Clone> Layered<T> {
    /// Nothing of its own above these, none of which is there yet.
    pub fn above(entries: &Arc<Since<T>>) -> Self {
        Self {
            own: FxHashMap::default(),
            below: Some(Below {
                entries: Arc::clone(entries),
                now: AtomicU32::new(0),
                hidden: FxHashSet::default(),
            }),
        }
    }

    /// The definition of this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.own.get(name).or_else(|| self.below.as_ref()?.get(name))
    }

    /// Is it defined?
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All names, in no order.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        let below = self.below.as_ref().into_iter().flat_map(Below::keys);
        self.own.keys().chain(below)
    }

    /// Defines a name.
    pub fn insert(&mut self, name: Key, definition: T) {
        self.own.insert(name, definition);
    }

    /// The names that may be defined otherwise than for the object it follows.
    pub fn differing(&self) -> impl Iterator<Item = &Key> {
        let hidden = self.below.as_ref().into_iter().flat_map(|below| &below.hidden);
        self.own.keys().chain(hidden)
    }

    /// Is it exactly what it is for the object it follows?
    pub fn is_followed(&self) -> bool {
        self.own.is_empty() && self.below.as_ref().is_some_and(|below| below.hidden.is_empty())
    }

    /// Time goes on for the object it follows; but the definition of `name` stays what it is for this one.
    /// `same` compares two definitions. The result tells whether it differs from that object's now.
    pub fn hold(&mut self, name: &Key, to: Time, same: impl Fn(&T, &T) -> bool) -> bool {
        let current = self.get(name).cloned();
        let Some(below) = &mut self.below else {
            return false;
        };
        let theirs = below.at(name, to);
        match (&current, theirs) {
            (Some(own), Some(theirs)) if same(own, theirs) => {
                self.own.remove(name);
                below.hidden.remove(name);
                false
            }
            (None, None) => {
                below.hidden.remove(name);
                false
            }
            (Some(own), _) => {
                self.own.insert(name.clone(), own.clone());
                true
            }
            (None, Some(_)) => {
                below.hidden.insert(name.clone());
                true
            }
        }
    }

    /// It is this time now.
    pub fn move_to(&self, now: Time) {
        if let Some(below) = &self.below {
            below.now.store(now, Ordering::Relaxed);
        }
    }
}

impl<T: Clone> Clone for Below<T> {
    fn clone(&self) -> Self {
        Self {
            entries: Arc::clone(&self.entries),
            now: AtomicU32::new(self.now()),
            hidden: self.hidden.clone(),
        }
    }
}

impl<T> Below<T> {
    fn now(&self) -> Time {
        self.now.load(Ordering::Relaxed)
    }

    fn at(&self, name: &str, now: Time) -> Option<&T> {
        let (since, definition) = self.entries.get(name)?;
        (*since <= now).then_some(definition)
    }

    fn get(&self, name: &str) -> Option<&T> {
        self.at(name, self.now())
            .filter(|_| self.hidden.is_empty() || !self.hidden.contains(name))
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        let now = self.now();
        let there =
            move |(name, (since, _)): &(&Key, &(Time, T))| *since <= now && !self.hidden.contains(*name);
        self.entries.iter().filter(there).map(|(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layered() -> Layered<i32> {
        let entries = [("a", (1, 10)), ("b", (5, 20))];
        let entries = entries.into_iter().map(|(name, entry)| (Key::new(name), entry));
        Layered::above(&Arc::new(entries.collect()))
    }

    #[test]
    fn there_from_their_time_on() {
        let map = layered();
        assert_eq!((map.get("a"), map.get("b")), (None, None));
        map.move_to(1);
        assert_eq!((map.get("a"), map.get("b")), (Some(&10), None));
        map.move_to(9);
        assert_eq!(map.keys().count(), 2);
        assert!(map.is_followed());
    }

    #[test]
    fn what_differs_is_held() {
        let mut map = layered();
        let same = |a: &i32, b: &i32| a == b;
        // The other defines `a`, this one does not.
        assert!(map.hold(&Key::new("a"), 1, same));
        map.move_to(1);
        assert_eq!(map.get("a"), None);
        // Now it does, too.
        map.insert(Key::new("a"), 10);
        assert!(!map.hold(&Key::new("a"), 1, same));
        assert!(map.is_followed());
        // Another definition than the other's.
        map.insert(Key::new("b"), 21);
        assert!(map.hold(&Key::new("b"), 5, same));
        map.move_to(5);
        assert_eq!(map.get("b"), Some(&21));
        assert!(!map.is_followed());
    }
}
