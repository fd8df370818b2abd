//! The entries of a dict.

use std::collections::BTreeMap;

use crate::{Key, Value};

/// The entries of a dict: sorted by key, which is also the order of every output. Made once and then looked at, so they are
/// side by side: a tree of them would take three times the memory for a few entries, and longer to walk through. Whoever
/// collects entries in any order does so in a [`BTreeMap`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dict(Box<[(Key, Value)]>);

impl Dict {
    /// No entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// These entries; whoever calls guarantees that they are sorted and each key is there once.
    #[must_use]
    pub fn from_sorted(entries: impl IntoIterator<Item = (Key, Value)>) -> Self {
        let entries: Box<[(Key, Value)]> = entries.into_iter().collect();
        debug_assert!(entries.is_sorted_by(|(a, _), (b, _)| a < b), "{entries:?}");
        Self(entries)
    }

    fn place(&self, key: &Key) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(key))
    }

    /// The value at a key.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Value> {
        let at = self.place(key).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// The entry at a place in the order.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<(&Key, &Value)> {
        self.0.get(place).map(|(key, value)| (key, value))
    }

    /// The same with other values at some keys, or (`None`) without them.
    #[must_use]
    pub fn with(&self, changes: BTreeMap<Key, Option<Value>>) -> Self {
        let mut entries = Vec::with_capacity(self.len() + changes.len());
        let mut old = self.0.iter().peekable();
        for (key, new) in changes {
            while let Some(entry) = old.next_if(|(before, _)| *before < key) {
                entries.push(entry.clone());
            }
            let _replaced = old.next_if(|(known, _)| *known == key);
            entries.extend(new.map(|new| (key, new)));
        }
        entries.extend(old.cloned());
        Self(entries.into())
    }

    /// Is there an entry with this key?
    #[must_use]
    pub fn contains_key(&self, key: &Key) -> bool {
        self.place(key).is_ok()
    }

    /// Number of entries.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Is there none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> Iter<'_> {
        entries(&self.0)
    }

    /// The entries behind a key, which need not be there; all of them behind none.
    pub fn behind(&self, key: Option<&Key>) -> Iter<'_> {
        let start = match key.map(|key| self.place(key)) {
            None => 0,
            Some(Ok(at)) => at + 1,
            Some(Err(at)) => at,
        };
        entries(self.0.get(start..).unwrap_or_default())
    }

    /// The keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Key> + ExactSizeIterator {
        self.0.iter().map(|(key, _)| key)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value> + ExactSizeIterator {
        self.0.iter().map(|(_, value)| value)
    }
}

/// The entries of a dict in order.
pub type Iter<'d> =
    std::iter::Map<std::slice::Iter<'d, (Key, Value)>, fn(&'d (Key, Value)) -> (&'d Key, &'d Value)>;

fn entries(of: &[(Key, Value)]) -> Iter<'_> {
    of.iter().map(|(key, value)| (key, value))
}

impl<'d> IntoIterator for &'d Dict {
    type Item = (&'d Key, &'d Value);
    type IntoIter = Iter<'d>;

    fn into_iter(self) -> Iter<'d> {
        self.iter()
    }
}

impl IntoIterator for Dict {
    type Item = (Key, Value);
    type IntoIter = std::vec::IntoIter<(Key, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_vec().into_iter()
    }
}

impl From<BTreeMap<Key, Value>> for Dict {
    fn from(entries: BTreeMap<Key, Value>) -> Self {
        Self(entries.into_iter().collect())
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
