use std::collections::BTreeMap;

use pan_value::Key;

use super::{Elem, ElemError, Snap};

/// A dict of which only some entries were looked into since it was copied: what is not touched costs nothing.
#[derive(Debug)]
pub struct Partly {
    /// As it was when it was copied: a dict that can be changed.
    base: Snap,
    /// Entries that were looked into or changed since; nothing for those removed.
    own: BTreeMap<Key, Option<Elem>>,
    size: usize,
}

impl Partly {
    /// The copy of a dict; nothing is looked into yet.
    pub fn new(base: Snap) -> Self {
        let size = base.size();
        let own = BTreeMap::new();
        Self { base, own, size }
    }

    /// Number of entries.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// What it was copied from.
    pub const fn base(&self) -> &Snap {
        &self.base
    }

    /// The entries that were looked into; nothing for those removed.
    pub const fn own(&self) -> &BTreeMap<Key, Option<Elem>> {
        &self.own
    }

    /// An entry with an identity of its own from now on.
    pub fn get(&mut self, key: &Key) -> Option<Elem> {
        if let Some(known) = self.own.get(key) {
            return known.clone();
        }
        let elem = self.base.child(key)?.restore();
        if matches!(elem, Elem::Live(_)) {
            self.own.insert(key.clone(), Some(elem.clone()));
        }
        Some(elem)
    }

    /// An entry, for whoever only looks at it.
    pub fn peek(&self, key: &Key) -> Option<Elem> {
        match self.own.get(key) {
            Some(known) => known.clone(),
            None => self.base.child(key).map(|snap| snap.restore()),
        }
    }

    /// Sets or removes an entry; tells whether there is a key more or less.
    ///
    /// # Errors
    /// It is of another kind.
    pub fn put(&mut self, key: &Key, new: Option<Elem>) -> Result<bool, ElemError> {
        let old = self.peek(key);
        if let (Some(old), Some(new)) = (&old, &new) {
            old.check_replacement(new)?;
        }
        let (before, after) = (old.is_some(), new.is_some());
        if before || after {
            self.own.insert(key.clone(), new);
        }
        self.size = self.size + usize::from(after) - usize::from(before);
        Ok(before != after)
    }

    /// All entries, for whoever only looks at them.
    pub fn entries(&self) -> Vec<(Key, Elem)> {
        let mut own = self.own.iter().peekable();
        let mut entries = Vec::with_capacity(self.size);
        for (key, snap) in self.base.entries() {
            while let Some((new, elem)) = own.next_if(|(new, _)| **new < key) {
                entries.extend(elem.clone().map(|elem| (new.clone(), elem)));
            }
            match own.next_if(|(new, _)| **new == key) {
                Some((_, elem)) => entries.extend(elem.clone().map(|elem| (key, elem))),
                None => entries.push((key, snap.restore())),
            }
        }
        entries.extend(own.filter_map(|(key, elem)| Some((key.clone(), elem.clone()?))));
        entries
    }

    /// Takes the entries out that were looked into.
    pub fn take_own(&mut self) -> BTreeMap<Key, Option<Elem>> {
        std::mem::take(&mut self.own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pan_value::{Dict, Value};

    fn partly() -> Partly {
        let list = Value::list(vec![Value::Long(1)]);
        let entries = [("b", Value::Long(2)), ("d", list), ("f", Value::Long(6))];
        let entries = entries.into_iter().map(|(key, value)| (Key::new(key), value));
        Partly::new(Snap::Free(Value::dict(entries.collect::<Dict>())))
    }

    fn names(partly: &Partly) -> String {
        partly.entries().iter().map(|(key, _)| &**key).collect()
    }

    #[test]
    fn changes_on_top() {
        let mut dict = partly();
        let key = |name: &str| Key::new(name);
        assert_eq!((names(&dict).as_str(), dict.size()), ("bdf", 3));
        assert_eq!(dict.put(&key("a"), Some(Value::Long(1).into())), Ok(true));
        assert_eq!(dict.put(&key("g"), Some(Value::Long(7).into())), Ok(true));
        assert_eq!(dict.put(&key("b"), None), Ok(true));
        assert_eq!(dict.put(&key("b"), None), Ok(false));
        assert_eq!(dict.put(&key("f"), Some(Value::Long(8).into())), Ok(false));
        assert!(dict.put(&key("f"), Some(Value::Double(8.0).into())).is_err());
        assert_eq!((names(&dict).as_str(), dict.size()), ("adfg", 4));
        assert!(dict.peek(&key("b")).is_none());
        assert_eq!(dict.put(&key("b"), Some(Value::Long(3).into())), Ok(true));
        assert_eq!(names(&dict), "abdfg");
    }

    #[test]
    fn looking_into_gives_an_identity() {
        let mut dict = partly();
        let first = dict.get(&Key::new("d")).unwrap();
        let second = dict.get(&Key::new("d")).unwrap();
        assert!(first.is_same(&second));
        assert!(!first.is_same(&partly().get(&Key::new("d")).unwrap()));
        assert!(dict.get(&Key::new("x")).is_none());
    }
}
