use pan_value::{Dict, Key, Term, Value, differing_keys};
use rustc_hash::FxHashMap;

/// Where a value is that is being checked, or filled with defaults, as far as it matters: nothing of it does for an object by
/// itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct At<'a> {
    /// The value at the same place of another object, which fits, with its defaults.
    like: Option<&'a Value>,
    /// The rules that have to be checked, or links that have to be followed, again although the value is the same.
    redo: Option<&'a Redo>,
    /// The place, if it is recorded which rules, or links, are where.
    place: Option<&'a Place<'a>>,
}

/// A place below a bound path.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    outer: Option<&'a Self>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Top,
    Key(&'a Key),
    Index(i32),
}

/// Places whose rules are checked again, below each other.
#[derive(Debug, Default)]
pub struct Redo {
    here: bool,
    entries: FxHashMap<Key, Self>,
    items: FxHashMap<i32, Self>,
}

impl Redo {
    /// Adds a place.
    pub fn add(&mut self, path: &[Term]) {
        let mut redo = self;
        for term in path {
            redo = match term {
                Term::Key(key) => redo.entries.entry(key.clone()).or_default(),
                Term::Index(index) => redo.items.entry(*index).or_default(),
            };
        }
        redo.here = true;
    }
}

impl<'a> At<'a> {
    /// At a bound path of an object that is like another one there.
    pub const fn like(like: Option<&'a Value>, redo: Option<&'a Redo>) -> Self {
        Self {
            like,
            redo,
            place: None,
        }
    }

    /// At a bound path, recording where rules, or links, are.
    pub const fn recording(top: &'a Place<'a>) -> Self {
        Self {
            like: None,
            redo: None,
            place: Some(top),
        }
    }

    /// Is nothing to be checked, because the value is known to fit?
    pub fn is_done(&self, value: &Value) -> bool {
        self.redo.is_none() && self.is_same(value)
    }

    /// Is the rule for the value itself known to be kept?
    pub fn is_kept(&self, value: &Value) -> bool {
        !self.redo.is_some_and(|redo| redo.here) && self.is_same(value)
    }

    fn is_same(&self, value: &Value) -> bool {
        self.like.is_some_and(|like| like.is_identical(value))
    }

    /// The way from the bound path to here, if it is recorded.
    pub fn path(&self) -> Option<Vec<Term>> {
        let mut place = self.place?;
        let mut path = Vec::new();
        loop {
            match place.step {
                Step::Top => {}
                Step::Key(key) => path.push(Term::Key(key.clone())),
                Step::Index(index) => path.push(Term::Index(index)),
            }
            match place.outer {
                Some(outer) => place = outer,
                None => break,
            }
        }
        path.reverse();
        Some(path)
    }

    /// The keys of the dict here whose entries are not known to fit. `None`: all, and those that are missing.
    pub fn open_keys<'k>(&'k self, entries: &'k Dict) -> Option<Vec<&'k Key>> {
        let mut keys = differing_keys(entries, self.like?.as_dict()?);
        if let Some(redo) = self.redo {
            keys.extend(redo.entries.keys());
            keys.sort_unstable();
            keys.dedup();
        }
        Some(keys)
    }

    /// Is there an entry of this name in the other object's dict?
    pub fn is_known(&self, key: &Key) -> bool {
        self.like.is_some_and(|like| like.entry(key).is_some())
    }

    /// The place of an entry of the dict here.
    pub const fn key_place(&self, key: &'a Key) -> Place<'a> {
        Place {
            outer: self.place,
            step: Step::Key(key),
        }
    }

    /// The place of an element of the list here.
    pub const fn index_place(&self, index: i32) -> Place<'a> {
        Place {
            outer: self.place,
            step: Step::Index(index),
        }
    }

    /// At an entry of the dict here.
    pub fn entry<'c>(&self, key: &Key, place: &'c Place<'c>) -> At<'c>
    where
        'a: 'c,
    {
        At {
            like: self.like.and_then(|like| like.entry(key)),
            redo: self.redo.and_then(|redo| redo.entries.get(key)),
            place: self.place.map(|_| place),
        }
    }

    /// At an element of the list here.
    pub fn item<'c>(&self, at: usize, index: i32, place: &'c Place<'c>) -> At<'c>
    where
        'a: 'c,
    {
        At {
            like: self.like.and_then(|like| like.item(at)),
            redo: self.redo.and_then(|redo| redo.items.get(&index)),
            place: self.place.map(|_| place),
        }
    }
}

impl Place<'_> {
    /// A bound path itself.
    pub const TOP: Self = Self {
        outer: None,
        step: Step::Top,
    };
}
