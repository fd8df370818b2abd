use std::sync::{Arc, PoisonError, RwLock};

use pan_eval::world::join;
use rustc_hash::FxHashMap;

use super::Root;
use super::listing::NameSet;

/// A directory in which a name may be found.
pub struct Place {
    /// The number of the root that it is in, and of the prefix of the load path.
    pub root: usize,
    pub prefix: usize,
    /// What is in it.
    pub names: NameSet,
}

/// The places for one load path.
type Along = (Box<[Arc<str>]>, Arc<[Place]>);

/// In which directories a name may be found, by the directory that is part of it and the load path. Names of templates come with
/// few directories, and of all combinations of roots and prefixes few exist.
#[derive(Default)]
pub struct Places {
    known: RwLock<FxHashMap<Box<str>, Vec<Along>>>,
}

/// Load paths kept for one directory; there is no use for many.
const LOAD_PATHS: usize = 64;

impl Places {
    /// The places of `directory` in these roots along the load path, root by root.
    pub fn of(&self, roots: &[Root], directory: &str, prefixes: &[Arc<str>]) -> Arc<[Place]> {
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            let known = known.get(directory).into_iter().flatten();
            for (for_prefixes, places) in known {
                if **for_prefixes == *prefixes {
                    return Arc::clone(places);
                }
            }
        }
        let places: Arc<[Place]> = all(roots, directory, prefixes).into();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let known = known.entry(directory.into()).or_default();
        if known.len() < LOAD_PATHS {
            known.push((prefixes.into(), Arc::clone(&places)));
        }
        places
    }
}

fn all(roots: &[Root], directory: &str, prefixes: &[Arc<str>]) -> Vec<Place> {
    let mut places = Vec::new();
    for (root, at) in (0..).zip(roots) {
        for (prefix, text) in (0..).zip(prefixes) {
            let relative = match directory {
                "" => Arc::from(text.trim_end_matches('/')),
                _ => join(text, directory),
            };
            if let Some(names) = at.listings.names(&at.path, &relative) {
                places.push(Place { root, prefix, names });
            }
        }
    }
    places
}
