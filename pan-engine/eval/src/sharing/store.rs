use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use pan_value::{Key, Value};
use rustc_hash::FxHashMap;

use super::recording::{LoadPath, Recording};
use crate::deps::Note;
use crate::eval::Lookup;
use crate::ir::{FullType, Template};
use crate::types::{Link, TypeTable};

/// Recordings kept for one include.
const VARIANTS: usize = 4;

/// Entries of recordings kept in all, about a hundred bytes each.
const ENTRIES: usize = 1 << 20;

/// Searches remembered.
const SEARCHES: usize = 1 << 15;

/// Values whose validation is remembered.
const VALUES: usize = 1 << 13;

/// Steps of a statement that are as cheap as looking for a recording.
const CHEAP: u64 = 24;

/// Name of a site: the address of a template or a statement, and whether it runs for the first time in its object.
type Name = (usize, bool);

/// What the objects of one compile share. Used by all its threads.
#[derive(Debug, Default)]
pub struct Store {
    sites: RwLock<FxHashMap<Name, Arc<Site>>>,
    entries: AtomicUsize,
    pub(super) validations: RwLock<FxHashMap<(usize, usize), Arc<Valid>>>,
    /// Templates by name and load path, with what was looked up to find them.
    searches: RwLock<FxHashMap<(Key, usize, bool), Arc<Search>>>,
    load_paths: RwLock<FxHashMap<LoadPath, ()>>,
    /// Values with their defaults filled in, if there are any, by type, all types and address of the value.
    defaults: RwLock<FxHashMap<(u64, u128, usize), Filled>>,
    /// Trees of objects by their types, before and after defaults were filled in.
    trees: Mutex<FxHashMap<(u128, bool), Value>>,
}

/// A value, which keeps its address from being used again, and the same with defaults filled in.
type Filled = (Value, Option<Value>);

/// A template that is included, whoever does, or a statement.
#[derive(Debug)]
pub struct Site {
    /// Keeps the address, which is its name, from being used again.
    _template: Arc<Template>,
    recordings: RwLock<Vec<Arc<Recording>>>,
    /// How often no recording fitted since one did.
    misses: AtomicU32,
    /// It is a statement that is not worth the effort.
    cheap: AtomicBool,
}

/// A value that fits a type.
#[derive(Debug)]
pub struct Valid {
    /// Keep the addresses, which are the key, from being used again.
    pub _type: Arc<FullType>,
    pub _value: Value,
    /// What else was looked at.
    pub recording: Recording,
}

/// A template that was searched for.
#[derive(Debug)]
pub struct Search {
    /// Keeps the address, which is a part of the key, from being used again.
    pub _load_path: LoadPath,
    /// What was found.
    pub found: Lookup,
    /// What was looked up.
    pub notes: Box<[Note]>,
}

impl Store {
    /// The result of an earlier search along this load path.
    pub fn search(&self, name: &Key, load_path: &LoadPath, used: bool) -> Option<Arc<Search>> {
        let searches = self.searches.read().unwrap_or_else(PoisonError::into_inner);
        searches
            .get(&(name.clone(), Arc::as_ptr(load_path).addr(), used))
            .cloned()
    }

    /// Keeps the result of a search.
    pub fn keep_search(&self, name: &Key, used: bool, search: Search) {
        let key = (name.clone(), Arc::as_ptr(&search._load_path).addr(), used);
        let mut searches = self.searches.write().unwrap_or_else(PoisonError::into_inner);
        if searches.len() >= SEARCHES {
            searches.clear();
        }
        searches.insert(key, Arc::new(search));
    }

    /// The one load path of these prefixes.
    pub fn load_path(&self, path: LoadPath) -> LoadPath {
        let mut paths = self.load_paths.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, ())) = paths.get_key_value(&path) {
            return Arc::clone(known);
        }
        if paths.len() < SEARCHES {
            paths.insert(Arc::clone(&path), ());
        }
        path
    }

    /// The site of this name, which is an address in a template.
    pub fn site(&self, template: &Arc<Template>, key: Name) -> Arc<Site> {
        if let Some(site) = self
            .sites
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return Arc::clone(site);
        }
        let mut sites = self.sites.write().unwrap_or_else(PoisonError::into_inner);
        let site = sites.entry(key).or_insert_with(|| {
            Arc::new(Site {
                _template: Arc::clone(template),
                recordings: RwLock::default(),
                misses: AtomicU32::new(0),
                cheap: AtomicBool::new(false),
            })
        });
        Arc::clone(site)
    }

    /// Keeps a recording. When there are too many all are forgotten: what is still of use will be there again soon.
    pub fn keep(&self, site: &Site, recording: &Arc<Recording>) {
        let entries = self.entries.fetch_add(recording.weight(), Ordering::Relaxed);
        if entries > ENTRIES {
            let mut sites = self.sites.write().unwrap_or_else(PoisonError::into_inner);
            sites.clear();
            self.entries.store(0, Ordering::Relaxed);
        }
        let mut recordings = site.recordings.write().unwrap_or_else(PoisonError::into_inner);
        recordings.insert(0, Arc::clone(recording));
        let kept = VARIANTS.min(recordings.len());
        for old in recordings.drain(kept..) {
            let weight = old.weight();
            let less = |entries: usize| Some(entries.saturating_sub(weight));
            let _ = self
                .entries
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        }
    }

    /// Remembers that a value fits a type.
    pub fn keep_valid(&self, key: (usize, usize), valid: Valid) {
        let mut validations = self.validations.write().unwrap_or_else(PoisonError::into_inner);
        if validations.len() >= VALUES {
            validations.clear();
        }
        validations.insert(key, Arc::new(valid));
    }

    /// The value with the defaults of the type bound to it filled in, as [`TypeTable::filled`] gives it.
    pub fn filled<'t>(
        &self,
        types: &'t TypeTable,
        definition: &'t FullType,
        value: &Value,
        links: &mut Vec<Link<'t>>,
    ) -> Option<Value> {
        let Some(address) = address(value) else {
            return types.filled_base(&definition.base, value, links, Some(self));
        };
        let key = (definition.id, types.fingerprint(), address);
        if let Some((_, known)) = self
            .defaults
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return known.clone();
        }
        let mut own = Vec::new();
        let filled = types.filled_base(&definition.base, value, &mut own, Some(self));
        if own.is_empty() {
            let mut defaults = self.defaults.write().unwrap_or_else(PoisonError::into_inner);
            if defaults.len() >= VALUES {
                defaults.clear();
            }
            defaults.insert(key, (value.clone(), filled.clone()));
        }
        links.append(&mut own);
        filled
    }

    /// The tree, made of the parts of the last tree of an object with the same types wherever they are equal; it is the next
    /// one to be compared with.
    pub fn unified(&self, tree: Value, types: u128, finished: bool) -> Value {
        let key = (types, finished);
        let last = {
            let trees = self.trees.lock().unwrap_or_else(PoisonError::into_inner);
            trees.get(&key).cloned()
        };
        let unified = last.and_then(|last| unify(&tree, &last)).unwrap_or(tree);
        let mut trees = self.trees.lock().unwrap_or_else(PoisonError::into_inner);
        if trees.len() > 64 {
            trees.clear();
        }
        trees.insert(key, unified.clone());
        unified
    }
}

/// The new value made of parts of the old one; `None` if it has none of them, or all.
fn unify(new: &Value, old: &Value) -> Option<Value> {
    match (new, old) {
        (Value::Dict(entries), Value::Dict(others)) if !Arc::ptr_eq(entries, others) => {
            let mut same = entries.len() == others.len();
            let mut changed: Option<pan_value::Dict> = None;
            for (key, value) in entries.iter() {
                let Some(other) = others.get(key) else {
                    same = false;
                    continue;
                };
                if let Some(better) = unify(value, other) {
                    same &= is_identical(&better, other);
                    changed
                        .get_or_insert_with(|| pan_value::Dict::clone(entries))
                        .insert(key.clone(), better);
                } else {
                    same &= is_identical(value, other);
                }
            }
            if same {
                return Some(old.clone());
            }
            changed.map(Value::dict)
        }
        (Value::List(items), Value::List(others)) if !Arc::ptr_eq(items, others) => {
            let mut same = items.len() == others.len();
            let mut changed: Option<pan_value::List> = None;
            for (at, (value, other)) in items.iter().zip(others.iter()).enumerate() {
                if let Some(better) = unify(value, other) {
                    same &= is_identical(&better, other);
                    if let Some(place) = changed.get_or_insert_with(|| items.to_vec()).get_mut(at) {
                        *place = better;
                    }
                } else {
                    same &= is_identical(value, other);
                }
            }
            if same {
                return Some(old.clone());
            }
            changed.map(Value::list)
        }
        _ => None,
    }
}

/// The address of a resource that was found in more than one tree: one that belongs to a single object is not worth
/// remembering.
pub fn address(value: &Value) -> Option<usize> {
    match value {
        Value::List(items) if items.memo().is_shared() => Some(Arc::as_ptr(items).addr()),
        Value::Dict(entries) if entries.memo().is_shared() => Some(Arc::as_ptr(entries).addr()),
        _ => None,
    }
}

/// Equal properties, or the same resource.
fn is_identical(a: &Value, b: &Value) -> bool {
    let same = match (a, b) {
        (Value::List(a), Value::List(b)) => Arc::ptr_eq(a, b).then(|| a.memo()),
        (Value::Dict(a), Value::Dict(b)) => Arc::ptr_eq(a, b).then(|| a.memo()),
        (a, b) => return a == b,
    };
    if let Some(memo) = same {
        memo.share();
    }
    same.is_some()
}

impl Site {
    /// The first recording that fits, the latest first.
    pub fn find(&self, mut fits: impl FnMut(&Recording) -> bool) -> Option<Arc<Recording>> {
        let recordings = self.recordings.read().unwrap_or_else(PoisonError::into_inner);
        recordings.iter().find(|recording| fits(recording)).cloned()
    }

    /// It is a statement that took this many steps.
    pub fn took(&self, steps: u64) {
        if steps < CHEAP {
            self.cheap.store(true, Ordering::Relaxed);
        }
    }

    /// Is it a statement not worth the effort?
    pub fn is_cheap(&self) -> bool {
        self.cheap.load(Ordering::Relaxed)
    }

    /// A recording fitted.
    pub fn hit(&self) {
        if self.misses.load(Ordering::Relaxed) != 0 {
            self.misses.store(0, Ordering::Relaxed);
        }
    }

    /// No recording fitted: is it worth another one? Where every object is different it is tried ever more seldom.
    pub fn miss(&self) -> bool {
        let misses = self.misses.fetch_add(1, Ordering::Relaxed) + 1;
        misses <= 3 || misses.is_power_of_two()
    }
}
