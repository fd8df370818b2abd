//! Compiled templates by content: bounded, shared by threads.

use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// A bounded map that forgets what was not used lately. Two generations: what is found in the old one moves to the young one;
/// when the young one is full it becomes the old one, and what is left in that is forgotten.
#[derive(Debug)]
pub struct Cache<K, V> {
    generations: RwLock<Generations<K, V>>,
    capacity: usize,
}

#[derive(Debug)]
struct Generations<K, V> {
    young: FxHashMap<K, V>,
    old: FxHashMap<K, V>,
}

impl<K: Eq + Hash + Clone, V: Clone> Cache<K, V> {
    /// An empty cache of at most twice `capacity` entries.
    pub fn new(capacity: usize) -> Self {
        let generations = Generations {
            young: FxHashMap::default(),
            old: FxHashMap::default(),
        };
        Self {
            generations: RwLock::new(generations),
            capacity: capacity.max(1),
        }
    }

    /// The value for a key.
    pub fn get(&self, key: &K) -> Option<V> {
        {
            let generations = self.generations.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(value) = generations.young.get(key) {
                return Some(value.clone());
            }
            if !generations.old.contains_key(key) {
                return None;
            }
        }
        let mut generations = self.generations.write().unwrap_or_else(PoisonError::into_inner);
        let value = generations
            .old
            .remove(key)
            .or_else(|| generations.young.get(key).cloned())?;
        generations.insert(key.clone(), value.clone(), self.capacity);
        Some(value)
    }

    /// Keeps a value.
    pub fn insert(&self, key: K, value: V) {
        let mut generations = self.generations.write().unwrap_or_else(PoisonError::into_inner);
        generations.insert(key, value, self.capacity);
    }
}

impl<K: Eq + Hash, V> Generations<K, V> {
    fn insert(&mut self, key: K, value: V, capacity: usize) {
        if self.young.len() >= capacity {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays() {
        let cache = Cache::new(2);
        cache.insert(1, "one");
        for key in 2..100 {
            assert_eq!(cache.get(&1), Some("one"), "{key}");
            cache.insert(key, "other");
        }
        assert_eq!(cache.get(&3), None);
    }
}
