//! What was made of sources, by their content: bounded, shared by threads.

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// A bounded map that keeps what is used again and again. Most objects come with templates that nobody else uses: they would
/// push out all others. So there is a part for what is new, and only what is used a few times while it is there moves to the part
/// for what is used often. What is known to be needed once more (the templates on a command line: checked, then compiled) has a
/// part that nothing else pushes it out of.
#[derive(Debug)]
pub struct Cache<K, V> {
    parts: RwLock<Parts<K, V>>,
}

/// What fits into one generation of a part; there are two of each.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Entries.
    pub entries: usize,
    /// Bytes.
    pub bytes: usize,
}

/// Uses after which an entry is not new any more.
const OFTEN: u8 = 2;

/// What is kept until it is found has this part of the room for what is new.
const ONCE: usize = 2;

/// What takes more than this part of the room for what is new is kept with what is used often.
const LARGE: usize = 8;

#[derive(Debug)]
struct Parts<K, V> {
    /// What is kept until it is found.
    once: Generations<K, V>,
    new: Generations<K, V>,
    often: Generations<K, V>,
}

/// Two generations: what is found in the old one moves to the young one; when the young one is full it becomes the old one, and
/// what is left in that is forgotten.
#[derive(Debug)]
struct Generations<K, V> {
    young: Generation<K, V>,
    old: Generation<K, V>,
    room: Room,
}

#[derive(Debug)]
struct Generation<K, V> {
    entries: FxHashMap<K, Entry<V>>,
    bytes: usize,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    bytes: usize,
    /// How often it was found, up to [`OFTEN`].
    uses: AtomicU8,
}

impl<V> Entry<V> {
    const fn new(value: V, bytes: usize) -> Self {
        Self {
            value,
            bytes,
            uses: AtomicU8::new(0),
        }
    }
}

impl<K, V> Default for Generation<K, V> {
    fn default() -> Self {
        Self {
            entries: FxHashMap::default(),
            bytes: 0,
        }
    }
}

impl<K: Eq + Hash, V: Clone> Cache<K, V> {
    /// An empty cache with room for what is new, and for what is used often.
    #[must_use]
    pub fn new(new: Room, often: Room) -> Self {
        let once = Room {
            bytes: new.bytes / ONCE,
            ..new
        };
        let parts = Parts {
            once: Generations::new(once),
            new: Generations::new(new),
            often: Generations::new(often),
        };
        Self {
            parts: RwLock::new(parts),
        }
    }

    /// The value for a key.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        {
            let parts = self.parts.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(entry) = parts.often.young.entries.get(key) {
                return Some(entry.value.clone());
            }
            if let Some(entry) = parts.new.get(key)
                && entry.uses.fetch_add(1, Ordering::Relaxed) + 1 < OFTEN
            {
                return Some(entry.value.clone());
            }
            let places = [
                parts.new.get(key),
                parts.often.old.entries.get(key),
                parts.once.get(key),
            ];
            if places.iter().all(Option::is_none) {
                return None;
            }
        }
        let mut parts = self.parts.write().unwrap_or_else(PoisonError::into_inner);
        let Parts { once, new, often } = &mut *parts;
        let found = new.remove(key).or_else(|| often.old.remove(key));
        match found {
            Some((key, entry)) => {
                let value = entry.value.clone();
                often.insert(key, entry);
                Some(value)
            }
            None => {
                // Else another thread was faster.
                let once = once.remove(key).map(|(_, entry)| entry.value);
                once.or_else(|| often.get(key).map(|entry| entry.value.clone()))
            }
        }
    }

    /// The value for a key, which is not used for it.
    pub fn peek<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let parts = self.parts.read().unwrap_or_else(PoisonError::into_inner);
        let mut places = [&parts.often, &parts.new, &parts.once].into_iter();
        places
            .find_map(|part| part.get(key))
            .map(|entry| entry.value.clone())
    }

    /// Keeps a value that takes about this many bytes, unless that is more than there is room for. The value to use: the one that
    /// is kept, which another thread may have made at the same time.
    pub fn insert(&self, key: K, value: V, bytes: usize) -> V {
        self.keep(key, value, bytes, |parts| &mut parts.new)
    }

    /// Keeps a value as [`Self::insert`] does, but only until it is found.
    pub fn insert_once(&self, key: K, value: V, bytes: usize) -> V {
        self.keep(key, value, bytes, |parts| &mut parts.once)
    }

    /// Keeps a value as [`Self::insert`] does, but one that is known to be used again.
    pub fn insert_again(&self, key: K, value: V, bytes: usize) -> V {
        self.keep(key, value, bytes, |parts| &mut parts.often)
    }

    fn keep(
        &self,
        key: K,
        value: V,
        bytes: usize,
        part: impl FnOnce(&mut Parts<K, V>) -> &mut Generations<K, V>,
    ) -> V {
        let mut parts = self.parts.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = parts.get(&key) {
            return known.value.clone();
        }
        let entry = Entry::new(value.clone(), bytes);
        // What is large takes long to make again, and there is little of it.
        match bytes > parts.new.room.bytes / LARGE {
            true => parts.often.insert(key, entry),
            false => part(&mut parts).insert(key, entry),
        }
        value
    }

    /// Bytes of all that is kept.
    #[cfg(test)]
    pub fn bytes(&self) -> usize {
        let parts = self.parts.read().unwrap_or_else(PoisonError::into_inner);
        let all = [&parts.once, &parts.new, &parts.often];
        all.iter().map(|part| part.young.bytes + part.old.bytes).sum()
    }
}

impl<K: Eq + Hash, V> Parts<K, V> {
    fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&Entry<V>>
    where
        K: Borrow<Q>,
    {
        let mut parts = [&self.often, &self.new, &self.once].into_iter();
        parts.find_map(|part| part.get(key))
    }
}

impl<K: Eq + Hash, V> Generations<K, V> {
    fn new(room: Room) -> Self {
        Self {
            young: Generation::default(),
            old: Generation::default(),
            room,
        }
    }

    fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&Entry<V>>
    where
        K: Borrow<Q>,
    {
        self.young.entries.get(key).or_else(|| self.old.entries.get(key))
    }

    fn remove<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<(K, Entry<V>)>
    where
        K: Borrow<Q>,
    {
        self.young.remove(key).or_else(|| self.old.remove(key))
    }

    fn insert(&mut self, key: K, entry: Entry<V>) {
        if entry.bytes > self.room.bytes {
            return;
        }
        let is_full = self.young.entries.len() >= self.room.entries.max(1)
            || self.young.bytes + entry.bytes > self.room.bytes;
        if is_full {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.bytes += entry.bytes;
        self.young.entries.insert(key, entry);
    }
}

impl<K: Eq + Hash, V> Generation<K, V> {
    fn remove<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<(K, Entry<V>)>
    where
        K: Borrow<Q>,
    {
        let (key, entry) = self.entries.remove_entry(key)?;
        self.bytes -= entry.bytes;
        Some((key, entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(entries: usize, bytes: usize) -> Cache<u32, &'static str> {
        let new = Room {
            entries: entries / 4,
            bytes: bytes / 4,
        };
        Cache::new(new, Room { entries, bytes })
    }

    #[test]
    fn what_is_used_stays() {
        let cache = cache(8, 400);
        cache.insert(1, "one", 1);
        for key in 2..100 {
            assert_eq!(cache.get(&1), Some("one"), "{key}");
            cache.insert(key, "other", 1);
        }
        assert_eq!(cache.get(&3), None);
    }

    #[test]
    fn what_is_used_often_is_not_pushed_out_by_what_is_new() {
        let cache = cache(8, 400);
        cache.insert(0, "used once more", 1);
        assert_eq!(cache.get(&0), Some("used once more"));
        cache.insert(1, "used often", 1);
        assert_eq!([cache.get(&1), cache.get(&1)], [Some("used often"); 2]);
        for key in 2..100 {
            cache.insert(key, "new", 1);
        }
        assert_eq!(cache.get(&1), Some("used often"));
        assert_eq!(cache.get(&0), None);
        // But by others that are used often.
        for key in 100..120 {
            cache.insert(key, "used often", 1);
            assert_eq!(
                [cache.get(&key), cache.get(&key)],
                [Some("used often"); 2],
                "{key}"
            );
        }
        assert_eq!(cache.get(&1), None);
    }

    #[test]
    fn what_is_kept_for_one_use_is_found_once() {
        let cache = cache(8, 400);
        cache.insert_once(1, "once", 10);
        assert_eq!(cache.insert(1, "again", 10), "once");
        assert_eq!([cache.peek(&1), cache.peek(&3)], [Some("once"), None]);
        assert_eq!([cache.get(&1), cache.get(&1)], [Some("once"), None]);
        assert_eq!(cache.bytes(), 0);
        cache.insert(2, "more", 10);
        assert_eq!(cache.insert_once(2, "again", 10), "more");
        assert_eq!([cache.get(&2), cache.get(&2)], [Some("more"); 2]);
        // What is large takes too long to make again.
        cache.insert_once(3, "large", 80);
        assert_eq!([cache.get(&3), cache.get(&3)], [Some("large"); 2]);
    }

    #[test]
    fn bytes_are_bounded() {
        let cache = cache(1000, 100);
        for key in 0..100 {
            cache.insert(key, "ten", 10);
            // Two threads may make the same value; both use the first one.
            assert_eq!(cache.insert(key, "again", 10), "ten");
            if key % 2 == 0 {
                assert_eq!([cache.get(&key), cache.get(&key)], [Some("ten"); 2], "{key}");
            }
            assert!(cache.bytes() <= 250, "{key}: {}", cache.bytes());
        }
        assert_eq!([cache.get(&99), cache.get(&1)], [Some("ten"), None]);
        assert_eq!([cache.get(&98), cache.get(&2)], [Some("ten"), None]);
        // Too large to be new.
        cache.insert(100, "large", 80);
        assert_eq!(cache.get(&100), Some("large"));
        cache.insert(101, "huge", 101);
        assert_eq!(cache.get(&101), None);
        assert_eq!(cache.get(&100), Some("large"));
    }
}
