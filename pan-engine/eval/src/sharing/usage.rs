use std::borrow::Borrow;
use std::collections::BTreeMap;

use pan_value::{Key, Path, Term};
use rustc_hash::FxHashMap;

use super::Time;
use super::pending::Pending;
use super::place::keys;
use super::recording::{Read, Recording};
use crate::types::Binding;

/// Which events and checks use what: read it, or write it. From this follows what a difference affects.
#[derive(Debug, Default)]
pub struct Usage {
    variables: FxHashMap<Key, Vec<Time>>,
    tree: Place,
    functions: FxHashMap<Key, Vec<Time>>,
    loads: FxHashMap<Key, Vec<Time>>,
    load_path: Vec<Time>,
    types: Vec<Time>,
    /// The bound paths, by number of the binding.
    bound: Place,
}

/// Who uses the element at a path.
#[derive(Debug, Default)]
struct Place {
    children: FxHashMap<Key, Self>,
    /// Looks at its kind only: parts of it do not matter.
    kind: Vec<Time>,
    /// Looks at its value, or writes it: parts of it that differed do not differ any more.
    value: Vec<Time>,
}

impl Usage {
    /// By what was recorded, in order.
    pub fn new<'r>(
        recordings: impl Iterator<Item = &'r Recording>,
        bound: &BTreeMap<Path, Vec<Binding>>,
    ) -> Self {
        let mut usage = Self::default();
        for (at, recording) in (0..).zip(recordings) {
            usage.add(at, recording);
        }
        let paths = bound
            .iter()
            .flat_map(|(path, bound)| bound.iter().map(move |_| path));
        for (number, path) in (0..).zip(paths) {
            usage.bound.at(path.terms()).value.push(number);
        }
        usage
    }

    fn add(&mut self, at: Time, recording: &Recording) {
        for read in &recording.reads {
            match read {
                Read::Global { name, .. } => use_at(&mut self.variables, name, at),
                Read::Question(question) => use_at(&mut self.variables, &question.name, at),
                Read::Tree(read) if read.is_of_kind() => push(&mut self.tree.at(&read.terms).kind, at),
                Read::Tree(read) => push(&mut self.tree.at(&read.terms).value, at),
                Read::Function { name, .. } => use_at(&mut self.functions, name, at),
                Read::Load { name, .. } => use_at(&mut self.loads, name, at),
                Read::LoadPath(_) => push(&mut self.load_path, at),
                Read::Types => push(&mut self.types, at),
            }
        }
        for name in &recording.writes.globals {
            use_at(&mut self.variables, name, at);
        }
        for path in &recording.writes.tree {
            push(&mut self.tree.at(path.terms()).value, at);
        }
    }

    /// The variable differs from `from` on.
    pub fn variable(&self, name: &Key, from: Time, pending: &mut Pending) {
        add_later(self.variables.get(name), from, pending);
    }

    /// The function differs.
    pub fn function(&self, name: &Key, from: Time, pending: &mut Pending) {
        add_later(self.functions.get(name), from, pending);
    }

    /// The template loaded differs.
    pub fn load(&self, name: &Key, from: Time, pending: &mut Pending) {
        add_later(self.loads.get(name), from, pending);
    }

    /// The load path differs.
    pub fn load_path(&self, from: Time, pending: &mut Pending) {
        add_later(Some(&self.load_path), from, pending);
    }

    /// A type differs.
    pub fn types(&self, from: Time, pending: &mut Pending) {
        add_later(Some(&self.types), from, pending);
    }

    /// The element at a path differs.
    pub fn element<K: Borrow<Key>>(&self, path: &[K], from: Time, pending: &mut Pending) {
        self.tree.affected(path, from, pending);
    }

    /// The numbers of the bindings that an element at a path matters for.
    pub fn bindings<K: Borrow<Key>>(&self, path: &[K], pending: &mut Pending) {
        self.bound.affected(path, 0, pending);
    }
}

impl Place {
    fn at(&mut self, terms: &[Term]) -> &mut Self {
        let mut here = self;
        for key in keys(terms) {
            here = here.children.entry(key.clone()).or_default();
        }
        here
    }

    fn affected<K: Borrow<Key>>(&self, path: &[K], from: Time, pending: &mut Pending) {
        let mut here = self;
        for key in path {
            add_later(Some(&here.value), from, pending);
            match here.children.get(key.borrow()) {
                Some(next) => here = next,
                None => return,
            }
        }
        here.all(from, pending);
    }

    fn all(&self, from: Time, pending: &mut Pending) {
        add_later(Some(&self.kind), from, pending);
        add_later(Some(&self.value), from, pending);
        for child in self.children.values() {
            child.all(from, pending);
        }
    }
}

fn use_at(map: &mut FxHashMap<Key, Vec<Time>>, name: &Key, at: Time) {
    push(map.entry(name.clone()).or_default(), at);
}

fn push(times: &mut Vec<Time>, at: Time) {
    if times.last() != Some(&at) {
        times.push(at);
    }
}

fn add_later(times: Option<&Vec<Time>>, from: Time, pending: &mut Pending) {
    let Some(times) = times else { return };
    let later = times.partition_point(|time| *time < from);
    for time in times.get(later..).unwrap_or_default() {
        pending.add(*time);
    }
}
