//! A bounded cache.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;
use std::sync::{Mutex, PoisonError};

/// Keeps what was used lately, up to a total weight. There are two generations: what is used moves to the young
/// one; when that is full it becomes the old one and the former old one is dropped. So nothing has to be searched
/// for eviction, and what is used at least once per generation stays.
pub(crate) struct Cache<K, V> {
    generations: Mutex<Generations<K, V>>,
    capacity: usize,
}

struct Generations<K, V> {
    young: HashMap<K, (V, usize)>,
    young_weight: usize,
    old: HashMap<K, (V, usize)>,
}

impl<K: Eq + Hash + Clone, V: Clone> Cache<K, V> {
    /// `capacity` bounds the weight of each of the two generations.
    pub(crate) fn new(capacity: usize) -> Self {
        let generations = Generations {
            young: HashMap::new(),
            young_weight: 0,
            old: HashMap::new(),
        };
        Self {
            generations: Mutex::new(generations),
            capacity,
        }
    }

    pub(crate) fn get(&self, key: &K) -> Option<V> {
        let mut generations = self.lock();
        if let Some((value, _)) = generations.young.get(key) {
            return Some(value.clone());
        }
        let (value, weight) = generations.old.remove(key)?;
        generations.insert(key.clone(), value.clone(), weight, self.capacity);
        Some(value)
    }

    /// A value heavier than a generation is not kept.
    pub(crate) fn insert(&self, key: K, value: V, weight: usize) {
        if weight <= self.capacity {
            self.lock().insert(key, value, weight, self.capacity);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Generations<K, V>> {
        // The maps are consistent between any two statements, so a panic elsewhere does not spoil them.
        self.generations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash, V> Generations<K, V> {
    fn insert(&mut self, key: K, value: V, weight: usize, capacity: usize) {
        if self.young_weight.saturating_add(weight) > capacity {
            self.old = mem::take(&mut self.young);
            self.young_weight = 0;
        }
        if let Some((_, replaced)) = self.young.insert(key, (value, weight)) {
            self.young_weight = self.young_weight.saturating_sub(replaced);
        }
        self.young_weight = self.young_weight.saturating_add(weight);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_the_rest_goes() {
        let cache = Cache::new(10);
        cache.insert("kept", 0, 1);
        for round in 0..100 {
            cache.insert("filler", round, 1);
            for other in 0..9 {
                cache.insert(["a", "b", "c", "d", "e", "f", "g", "h", "i"][other], round, 1);
            }
            assert_eq!(cache.get(&"kept"), Some(0), "round {round}");
        }
        let total = {
            let generations = cache.lock();
            generations.young.len() + generations.old.len()
        };
        assert!(total <= 20, "{total}");
    }

    #[test]
    fn unused_entries_are_dropped() {
        let cache = Cache::new(2);
        cache.insert(0, 0, 1);
        for key in 1..=4 {
            cache.insert(key, key, 1);
        }
        assert_eq!(cache.get(&0), None);
        assert_eq!(cache.get(&4), Some(4));
    }

    #[test]
    fn too_heavy_values_are_not_kept() {
        let cache = Cache::new(2);
        cache.insert(1, 1, 3);
        assert_eq!(cache.get(&1), None);
    }
}
