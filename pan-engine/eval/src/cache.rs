//! Compiled templates by content: bounded, shared by threads.

use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// A bounded map that forgets what was not used lately. Two generations: what is found in the old one moves to the young one;
/// when the young one is full it becomes the old one, and what is left in that is forgotten.
#[derive(Debug)]
pub struct Cache<K, V> {
    generations: RwLock<Generations<K, V>>,
    room: Room,
}

/// What fits into one generation; there are two.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Entries.
    pub entries: usize,
    /// Bytes.
    pub bytes: usize,
}

#[derive(Debug)]
struct Generations<K, V> {
    young: Generation<K, V>,
    old: Generation<K, V>,
}

#[derive(Debug)]
struct Generation<K, V> {
    /// Values with their bytes.
    entries: FxHashMap<K, (V, usize)>,
    bytes: usize,
}

impl<K, V> Default for Generation<K, V> {
    fn default() -> Self {
        Self {
            entries: FxHashMap::default(),
            bytes: 0,
        }
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Cache<K, V> {
    /// An empty cache.
    pub fn new(room: Room) -> Self {
        let generations = Generations {
            young: Generation::default(),
            old: Generation::default(),
        };
        Self {
            generations: RwLock::new(generations),
            room,
        }
    }

    /// The value for a key.
    pub fn get(&self, key: &K) -> Option<V> {
        {
            let generations = self.generations.read().unwrap_or_else(PoisonError::into_inner);
            if let Some((value, _)) = generations.young.entries.get(key) {
                return Some(value.clone());
            }
            if !generations.old.entries.contains_key(key) {
                return None;
            }
        }
        let mut generations = self.generations.write().unwrap_or_else(PoisonError::into_inner);
        let Some((value, bytes)) = generations.old.remove(key) else {
            // Another thread was faster.
            return generations.young.entries.get(key).map(|(value, _)| value.clone());
        };
        generations.insert(key.clone(), value.clone(), bytes, self.room);
        Some(value)
    }

    /// Keeps a value that takes about this many bytes, unless that is more than there is room for. The value to use: the one that
    /// is kept, which another thread may have made at the same time.
    pub fn insert(&self, key: K, value: V, bytes: usize) -> V {
        let mut generations = self.generations.write().unwrap_or_else(PoisonError::into_inner);
        let Generations { young, old } = &*generations;
        if let Some((known, _)) = young.entries.get(&key).or_else(|| old.entries.get(&key)) {
            return known.clone();
        }
        generations.insert(key, value.clone(), bytes, self.room);
        value
    }

    /// Bytes of all that is kept.
    #[cfg(test)]
    pub fn bytes(&self) -> usize {
        let generations = self.generations.read().unwrap_or_else(PoisonError::into_inner);
        generations.young.bytes + generations.old.bytes
    }
}

impl<K: Eq + Hash, V> Generations<K, V> {
    fn insert(&mut self, key: K, value: V, bytes: usize, room: Room) {
        if bytes > room.bytes {
            return;
        }
        if self.young.entries.len() >= room.entries.max(1) || self.young.bytes + bytes > room.bytes {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.bytes += bytes;
        self.young.entries.insert(key, (value, bytes));
    }
}

impl<K: Eq + Hash, V> Generation<K, V> {
    fn remove(&mut self, key: &K) -> Option<(V, usize)> {
        let (value, bytes) = self.entries.remove(key)?;
        self.bytes -= bytes;
        Some((value, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays() {
        let cache = Cache::new(Room {
            entries: 2,
            bytes: 100,
        });
        cache.insert(1, "one", 1);
        for key in 2..100 {
            assert_eq!(cache.get(&1), Some("one"), "{key}");
            cache.insert(key, "other", 1);
        }
        assert_eq!(cache.get(&3), None);
    }

    #[test]
    fn bytes_are_bounded() {
        let cache = Cache::new(Room {
            entries: 1000,
            bytes: 100,
        });
        for key in 0..100 {
            cache.insert(key, "ten", 10);
            // Two threads may make the same value; both use the first one.
            assert_eq!(cache.insert(key, "again", 10), "ten");
            assert!(cache.bytes() <= 200, "{key}: {}", cache.bytes());
        }
        assert_eq!(cache.get(&99), Some("ten"));
        assert_eq!(cache.get(&1), None);
        cache.insert(100, "huge", 101);
        assert_eq!(cache.get(&100), None);
        assert_eq!(cache.get(&99), Some("ten"));
    }
}
