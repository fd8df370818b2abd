use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// What is known by name, sorted by name. What many objects have in common is kept once: a copy costs what differs.
#[derive(Clone)]
pub struct Names<T> {
    common: Arc<BTreeMap<Arc<str>, T>>,
    /// What is otherwise; nothing for a name that is not there.
    own: BTreeMap<Arc<str>, Option<T>>,
}

/// Names without anything else.
pub type NameSet = Names<()>;

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self {
            common: Arc::default(),
            own: BTreeMap::new(),
        }
    }
}

impl<T> Names<T> {
    /// What is known by this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        match self.own.get(name) {
            Some(own) => own.as_ref(),
            None => self.common.get(name),
        }
    }

    /// Is it there?
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Adds a name, or replaces what is known by it.
    pub fn insert(&mut self, name: Arc<str>, new: T) {
        self.own.insert(name, Some(new));
    }

    /// Takes a name out.
    pub fn remove(&mut self, name: &Arc<str>) {
        if self.common.contains_key(name) {
            self.own.insert(Arc::clone(name), None);
        } else {
            self.own.remove(name);
        }
    }

    /// All, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &T)> {
        let mut common = self.common.iter().peekable();
        let mut own = self.own.iter().peekable();
        std::iter::from_fn(move || {
            loop {
                let is_own = match (common.peek(), own.peek()) {
                    (None, None) => return None,
                    (Some(_), None) => false,
                    (None, Some(_)) => true,
                    (Some((a, _)), Some((b, _))) if a == b => {
                        common.next();
                        true
                    }
                    (Some((a, _)), Some((b, _))) => b < a,
                };
                if !is_own {
                    return common.next();
                }
                if let Some((name, Some(known))) = own.next() {
                    return Some((name, known));
                }
            }
        })
    }

    /// The names.
    pub fn keys(&self) -> impl Iterator<Item = &Arc<str>> {
        self.iter().map(|(name, _)| name)
    }

    /// What is known, by name.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.iter().map(|(_, known)| known)
    }

    /// Is there nothing?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// What it has in common with others, as far as it is not otherwise ([`Names::own`]). The same pointer is the same content.
    #[must_use]
    pub const fn common(&self) -> &Arc<BTreeMap<Arc<str>, T>> {
        &self.common
    }

    /// What differs from what is common; nothing for a name that is not there.
    #[must_use]
    pub const fn own(&self) -> &BTreeMap<Arc<str>, Option<T>> {
        &self.own
    }
}

impl<T: Clone> Names<T> {
    /// From now on all of it is what copies have in common.
    pub(super) fn share(&mut self) {
        if !self.own.is_empty() {
            let all = self.iter().map(|(name, known)| (Arc::clone(name), known.clone()));
            self.common = Arc::new(all.collect());
            self.own.clear();
        }
    }
}

impl<T: PartialEq> PartialEq for Names<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: Eq> Eq for Names<T> {}

impl<T: fmt::Debug> fmt::Debug for Names<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<T> FromIterator<(Arc<str>, T)> for Names<T> {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, T)>>(all: I) -> Self {
        Self {
            common: Arc::default(),
            own: all.into_iter().map(|(name, known)| (name, Some(known))).collect(),
        }
    }
}

impl FromIterator<Arc<str>> for NameSet {
    fn from_iter<I: IntoIterator<Item = Arc<str>>>(all: I) -> Self {
        all.into_iter().map(|name| (name, ())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[(&str, i32)]) -> Names<i32> {
        all.iter().map(|(name, known)| (Arc::from(*name), *known)).collect()
    }

    fn shown(names: &Names<i32>) -> String {
        format!("{names:?}")
    }

    #[test]
    fn copies_keep_what_differs() {
        let mut first = names(&[("a", 1), ("c", 3), ("d", 4)]);
        first.share();
        let mut copy = first.clone();
        copy.remove(&Arc::from("c"));
        copy.insert(Arc::from("b"), 2);
        copy.insert(Arc::from("d"), 5);
        copy.insert(Arc::from("e"), 6);
        copy.remove(&Arc::from("e"));
        assert_eq!(shown(&copy), r#"{"a": 1, "b": 2, "d": 5}"#);
        assert_eq!(copy, names(&[("a", 1), ("b", 2), ("d", 5)]));
        assert!(Arc::ptr_eq(copy.common(), first.common()) && copy.own().len() == 3);
        assert_eq!((copy.get("c"), copy.get("d"), copy.get("a")), (None, Some(&5), Some(&1)));
        assert_eq!(shown(&first), r#"{"a": 1, "c": 3, "d": 4}"#);
        copy.share();
        assert!(copy.own().is_empty());
        assert_eq!(shown(&copy), r#"{"a": 1, "b": 2, "d": 5}"#);
        assert!(names(&[]).is_empty() && !copy.is_empty());
    }
}
