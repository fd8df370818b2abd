//! The entries of a dict.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Key, Value};

/// So few keys are looked through one by one.
const FEW: usize = 32;

/// The entries of a dict: sorted by key, which is also the order of every output. Made once and then looked at, so they are
/// side by side: a tree of them would take three times the memory for a few entries, and longer to walk through. Whoever
/// collects entries in any order does so in a [`BTreeMap`].
///
/// Dicts that differ in some values only have their keys in common: there are many, for every object that is like another one.
#[derive(Clone, Debug, Default)]
pub struct Dict {
    keys: Arc<[Key]>,
    /// One for each key.
    values: Box<[Value]>,
}

impl PartialEq for Dict {
    fn eq(&self, other: &Self) -> bool {
        (self.has_keys_of(other) || self.keys == other.keys) && self.values == other.values
    }
}

impl Dict {
    /// No entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// These entries; whoever calls guarantees that they are sorted and each key is there once.
    #[must_use]
    pub fn from_sorted(entries: impl IntoIterator<Item = (Key, Value)>) -> Self {
        let (keys, values): (Vec<Key>, Vec<Value>) = entries.into_iter().unzip();
        debug_assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
        Self {
            keys: keys.into(),
            values: values.into(),
        }
    }

    fn place(&self, key: &Key) -> Result<usize, usize> {
        // Most often it is the very key, and then no text need be looked at: each is somewhere else in memory.
        if self.keys.len() <= FEW
            && let Some(place) = self.keys.iter().position(|known| known.is_same(key))
        {
            return Ok(place);
        }
        self.keys.binary_search(key)
    }

    /// Are the keys known to be those of another dict? If so, each value is at the same place as the other one's for its key.
    #[must_use]
    pub fn has_keys_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.keys, &other.keys)
    }

    /// The value at a key.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Value> {
        self.values.get(self.place(key).ok()?)
    }

    /// The entry at a place in the order.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<(&Key, &Value)> {
        self.keys.get(place).zip(self.values.get(place))
    }

    /// The same with other values at some keys, or (`None`) without them.
    #[must_use]
    pub fn with(&self, changes: BTreeMap<Key, Option<Value>>) -> Self {
        let mut places = Vec::with_capacity(changes.len());
        for (key, new) in &changes {
            match self.place(key) {
                Ok(place) if new.is_some() => places.push(place),
                _ => return self.with_other_keys(changes),
            }
        }
        let mut changes = places.into_iter().zip(changes.into_values().flatten()).peekable();
        let value = |(place, old): (usize, &Value)| match changes.next_if(|(changed, _)| *changed == place) {
            Some((_, new)) => new,
            None => old.clone(),
        };
        Self {
            keys: Arc::clone(&self.keys),
            values: self.values.iter().enumerate().map(value).collect(),
        }
    }

    fn with_other_keys(&self, changes: BTreeMap<Key, Option<Value>>) -> Self {
        let mut entries = Vec::with_capacity(self.len() + changes.len());
        let mut old = self.iter().peekable();
        for (key, new) in changes {
            while let Some((key, value)) = old.next_if(|(before, _)| **before < key) {
                entries.push((key.clone(), value.clone()));
            }
            let _replaced = old.next_if(|(known, _)| **known == key);
            entries.extend(new.map(|new| (key, new)));
        }
        entries.extend(old.map(|(key, value)| (key.clone(), value.clone())));
        Self::from_sorted(entries)
    }

    /// Is there an entry with this key?
    #[must_use]
    pub fn contains_key(&self, key: &Key) -> bool {
        self.place(key).is_ok()
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Is there none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> Iter<'_> {
        self.keys.iter().zip(&*self.values)
    }

    /// The entries behind a key, which need not be there; all of them behind none.
    pub fn behind(&self, key: Option<&Key>) -> Iter<'_> {
        let start = match key.map(|key| self.place(key)) {
            None => 0,
            Some(Ok(at)) => at + 1,
            Some(Err(at)) => at,
        };
        let keys = self.keys.get(start..).unwrap_or_default();
        keys.iter().zip(self.values.get(start..).unwrap_or_default())
    }

    /// The same, taken apart.
    pub fn into_entries(self) -> impl Iterator<Item = (Key, Value)> {
        let values = self.values.into_vec();
        values
            .into_iter()
            .enumerate()
            .filter_map(move |(at, value)| Some((self.keys.get(at)?.clone(), value)))
    }

    /// The keys in order.
    pub fn keys(&self) -> std::slice::Iter<'_, Key> {
        self.keys.iter()
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> std::slice::Iter<'_, Value> {
        self.values.iter()
    }
}

/// The entries of a dict in order.
pub type Iter<'d> = std::iter::Zip<std::slice::Iter<'d, Key>, std::slice::Iter<'d, Value>>;

impl<'d> IntoIterator for &'d Dict {
    type Item = (&'d Key, &'d Value);
    type IntoIter = Iter<'d>;

    fn into_iter(self) -> Iter<'d> {
        self.iter()
    }
}

impl From<BTreeMap<Key, Value>> for Dict {
    fn from(entries: BTreeMap<Key, Value>) -> Self {
        Self::from_sorted(entries)
    }
}

/// In any order; of several entries with one key the last one counts.
impl FromIterator<(Key, Value)> for Dict {
    fn from_iter<I: IntoIterator<Item = (Key, Value)>>(entries: I) -> Self {
        entries.into_iter().collect::<BTreeMap<_, _>>().into()
    }
}

impl<const N: usize> From<[(Key, Value); N]> for Dict {
    fn from(entries: [(Key, Value); N]) -> Self {
        entries.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dict(keys: &str) -> Dict {
        let entry = |(at, key): (usize, char)| {
            (
                Key::new(&key.to_string()),
                Value::Long(i64::try_from(at).unwrap_or(0)),
            )
        };
        keys.chars().enumerate().map(entry).collect()
    }

    fn text<'d>(entries: impl Iterator<Item = (&'d Key, &'d Value)>) -> String {
        entries.map(|(key, value)| format!("{key}{value} ")).collect()
    }

    #[test]
    fn entries_are_sorted_and_the_last_of_a_key_counts() {
        assert_eq!(text(dict("cabc").iter()), "a1 b2 c3 ");
        assert_eq!(
            dict("cab"),
            Dict::from([
                ("a".into(), 1.into()),
                ("b".into(), 2.into()),
                ("c".into(), 0.into())
            ])
        );
    }

    #[test]
    fn some_entries_are_changed() {
        let changed = |changes: &[(&str, Option<i64>)]| {
            let changes = changes
                .iter()
                .map(|(key, new)| (Key::new(key), new.map(Value::Long)));
            text(dict("bdf").with(changes.collect()).iter())
        };
        assert_eq!(changed(&[]), "b0 d1 f2 ");
        assert_eq!(
            changed(&[("a", Some(7)), ("c", None), ("g", Some(8))]),
            "a7 b0 d1 f2 g8 "
        );
        assert_eq!(changed(&[("b", None), ("d", Some(9)), ("f", None)]), "d9 ");
        assert_eq!(changed(&[("e", Some(5))]), "b0 d1 e5 f2 ");
        assert_eq!(changed(&[("f", Some(5)), ("b", Some(6))]), "b6 d1 f5 ");
    }

    #[test]
    fn dicts_with_other_values_have_the_same_keys() {
        let (first, other) = (dict("bdf"), dict("bdf"));
        let changed = first.with(BTreeMap::from([("d".into(), Some(Value::Long(7)))]));
        assert!(changed.has_keys_of(&first) && !other.has_keys_of(&first));
        assert!(changed != first && other == first && dict("bdg") != first);
    }

    #[test]
    fn entries_are_found_by_their_key() {
        let dict = dict("bd");
        assert_eq!(
            (dict.get(&"d".into()), dict.get(&"c".into())),
            (Some(&Value::Long(1)), None)
        );
        let behind = |key: Option<&str>| text(dict.behind(key.map(Key::new).as_ref()));
        assert_eq!(behind(None), text(dict.iter()));
        assert_eq!(
            [
                behind(Some("a")),
                behind(Some("b")),
                behind(Some("c")),
                behind(Some("d"))
            ]
            .concat(),
            format!("{}d1 d1 ", text(dict.iter()))
        );
    }
}
