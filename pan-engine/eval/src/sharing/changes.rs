use std::borrow::Borrow;
use std::collections::BTreeMap;

use pan_value::{Key, Term, Value};

use super::place::keys;
use super::roots;
use crate::elem::{Bounds, Elem, ElemError, Snap, Way};

/// How the tree of an object differs from that of the object it follows, by path. Nothing differs above or below another
/// difference.
#[derive(Debug, Default)]
pub struct Changes {
    top: Node,
    /// Counts the trees that the changes were made in; see [`Node::made_in`].
    tree: u32,
}

/// What is known at a path, and below it.
#[derive(Debug, Default)]
pub struct Node {
    children: BTreeMap<Key, Self>,
    change: Option<Change>,
}

#[derive(Debug)]
struct Change {
    /// What is there; nothing if there is none.
    new: Option<Snap>,
    /// The tree in which it was made last.
    made_in: u32,
}

/// What is known at a path.
enum Found<'c> {
    /// There is a change above it.
    Below,
    /// There may be one at it, or below it.
    At(&'c Node),
    Nothing,
}

impl Changes {
    /// There is a new tree of the other object: no change is made in it yet.
    pub const fn begin(&mut self) {
        self.tree += 1;
    }

    /// Makes the changes at, above and below a path in the tree.
    ///
    /// # Errors
    /// Something is in the way.
    pub fn make(&mut self, root: &Elem, terms: &[Term], bounds: Bounds) -> Result<(), ElemError> {
        let mut here = &mut self.top;
        if here.children.is_empty() {
            return Ok(());
        }
        let mut length = 0;
        for key in keys(terms) {
            match here.children.get_mut(key) {
                Some(next) => here = next,
                None => return Ok(()),
            }
            length += 1;
            if here.change.is_some() {
                break;
            }
        }
        match &here.change {
            // Nothing differs below a difference.
            Some(change) if change.made_in == self.tree => Ok(()),
            _ => {
                let at = Way::From(terms.get(..length).unwrap_or_default());
                here.make_all(self.tree, root, at, bounds)
            }
        }
    }

    /// The place of the change above a path, if there is one: how many of its keys lead to it.
    pub fn above(&self, path: &[Term]) -> Option<usize> {
        let mut here = &self.top;
        for (length, key) in keys(path).enumerate() {
            if here.change.is_some() {
                return Some(length);
            }
            here = here.children.get(key)?;
        }
        None
    }

    /// Is there a change above the path?
    pub fn is_below_one(&self, terms: &[Term]) -> bool {
        matches!(self.find(terms), Found::Below)
    }

    /// Is there a change at, above or below the path?
    pub fn touch(&self, terms: &[Term]) -> bool {
        match self.find(terms) {
            Found::Below => true,
            Found::At(node) => node.change.is_some() || !node.children.is_empty(),
            Found::Nothing => false,
        }
    }

    /// Is there a change at the path, or above it?
    pub fn covers(&self, terms: &[Term]) -> bool {
        match self.find(terms) {
            Found::Below => true,
            Found::At(node) => node.change.is_some(),
            Found::Nothing => false,
        }
    }

    fn find(&self, terms: &[Term]) -> Found<'_> {
        let mut here = &self.top;
        for key in keys(terms) {
            if here.change.is_some() {
                return Found::Below;
            }
            match here.children.get(key) {
                Some(next) => here = next,
                None => return Found::Nothing,
            }
        }
        Found::At(here)
    }

    /// The element at the path is what it is for the other object, with everything below.
    pub fn clear(&mut self, terms: &[Term]) {
        if !self.top.children.is_empty() {
            let path: Vec<&Key> = keys(terms).collect();
            self.top.clear(&path);
        }
    }

    /// The element at the path is this. It is so in the tree already.
    pub fn set<K: Borrow<Key>>(&mut self, path: &[K], new: Option<Snap>) {
        let made_in = self.tree;
        self.put(path, Change { new, made_in });
    }

    /// The element at the path is this, but not in the tree yet.
    pub fn set_unmade(&mut self, path: &[Key], new: Option<Snap>) {
        let made_in = self.tree.wrapping_sub(1);
        self.put(path, Change { new, made_in });
    }

    fn put<K: Borrow<Key>>(&mut self, path: &[K], change: Change) {
        let mut path = path.iter();
        if let Some(here) = path.try_fold(&mut self.top, |here, key| here.child(key.borrow())) {
            here.children.clear();
            here.change = Some(change);
        }
    }

    /// All paths that differ.
    pub fn visit(&self, tell: &mut dyn FnMut(&[&Key])) {
        self.top.visit(Way::ROOT, tell);
    }

    /// Everything that is known.
    pub const fn top(&self) -> &Node {
        &self.top
    }

    /// The value of a tree with the changes made.
    pub fn made_in(&self, root: &Value) -> Value {
        self.top.made_in(root)
    }
}

impl Node {
    /// What is here, if it differs as a whole.
    pub fn new_here(&self) -> Option<Option<&Snap>> {
        self.change.as_ref().map(|change| change.new.as_ref())
    }

    /// What is known below, at a key.
    pub fn below(&self, key: &Key) -> Option<&Self> {
        self.children.get(key)
    }

    /// Does this hold for all that is known below?
    pub fn all_below(&self, mut holds: impl FnMut(&Key, &Self) -> bool) -> bool {
        self.children.iter().all(|(key, child)| holds(key, child))
    }

    /// Does nothing differ?
    pub fn is_empty(&self) -> bool {
        self.children.is_empty() && self.change.is_none()
    }

    /// What is known below, at a key; made if there is nothing.
    fn child(&mut self, key: &Key) -> Option<&mut Self> {
        // A copy of the name touches memory that all threads share; mostly there is something, and none is needed.
        if !self.children.contains_key(key) {
            self.children.insert(key.clone(), Self::default());
        }
        self.children.get_mut(key)
    }

    fn make_all(&mut self, tree: u32, root: &Elem, at: Way<'_>, bounds: Bounds) -> Result<(), ElemError> {
        if let Some(change) = &mut self.change
            && change.made_in != tree
        {
            roots::put(root, &at.terms(), change.new.as_ref(), bounds)?;
            change.made_in = tree;
        }
        for (key, child) in &mut self.children {
            child.make_all(tree, root, Way::Entry(&at, key), bounds)?;
        }
        Ok(())
    }

    /// Tells whether nothing is left.
    fn clear(&mut self, path: &[&Key]) -> bool {
        match path {
            [] => {
                *self = Self::default();
                true
            }
            [key, rest @ ..] => {
                if let Some(child) = self.children.get_mut(*key)
                    && child.clear(rest)
                {
                    self.children.remove(*key);
                }
                self.is_empty()
            }
        }
    }

    fn visit(&self, at: Way<'_>, tell: &mut dyn FnMut(&[&Key])) {
        if self.change.is_some() {
            tell(&at.keys());
        }
        for (key, child) in &self.children {
            child.visit(Way::Entry(&at, key), tell);
        }
    }

    fn made_in(&self, old: &Value) -> Value {
        if let Some(change) = &self.change {
            return change.new.as_ref().map_or(Value::Null, Snap::value);
        }
        let Value::Dict(entries) = old else {
            return old.clone();
        };
        if self.children.is_empty() {
            return old.clone();
        }
        let change = |(key, child): (&Key, &Self)| {
            let new = match &child.change {
                Some(change) => change.new.as_ref().map(Snap::value),
                None => Some(child.made_in(entries.get(key)?)),
            };
            Some((key.clone(), new))
        };
        let changes = self
            .children
            .iter()
            .filter_map(|(key, child)| change((key, child)));
        Value::dict(entries.with(changes.collect()))
    }
}
