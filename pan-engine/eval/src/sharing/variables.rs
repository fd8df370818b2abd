use std::sync::Arc;

use pan_value::{Key, Value};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Time;
use crate::elem::Snap;

/// The global variables of an object, with every value they had while it was built.
pub type History = FxHashMap<Key, Vec<Version>>;

/// A global variable from some time on.
#[derive(Clone, Debug)]
pub struct Version {
    pub since: Time,
    pub snap: Snap,
    /// The same as blocks see it.
    pub value: Value,
    pub is_final: bool,
}

/// The variables of the object that is followed, as they were at some time.
#[derive(Clone, Debug)]
pub struct Below {
    history: Arc<History>,
    now: Time,
    /// Those that the object following does not have.
    hidden: FxHashSet<Key>,
}

impl Below {
    /// Those at the start.
    pub fn new(history: &Arc<History>) -> Self {
        Self {
            history: Arc::clone(history),
            now: 0,
            hidden: FxHashSet::default(),
        }
    }

    /// The variable, as it is now.
    pub fn get(&self, name: &str) -> Option<&Version> {
        if self.is_hidden(name) {
            return None;
        }
        self.at(name, self.now)
    }

    /// The variable as it is for the object followed at this time.
    pub fn at(&self, name: &str, time: Time) -> Option<&Version> {
        let versions = self.history.get(name)?;
        let later = versions.partition_point(|version| version.since <= time);
        versions.get(later.checked_sub(1)?)
    }

    /// The names of the variables that are there now.
    pub fn names(&self) -> impl Iterator<Item = &Key> {
        self.history.keys().filter(|name| self.get(name).is_some())
    }

    /// It is this time now.
    pub const fn move_to(&mut self, now: Time) {
        self.now = now;
    }

    /// The object following has no such variable, though the other may.
    pub fn hide(&mut self, name: &Key) {
        self.hidden.insert(name.clone());
    }

    /// Has the object following no such variable, though the other may?
    pub fn is_hidden(&self, name: &str) -> bool {
        !self.hidden.is_empty() && self.hidden.contains(name)
    }

    /// The variables that the object following does not have.
    pub fn hidden(&self) -> impl Iterator<Item = &Key> {
        self.hidden.iter()
    }

    /// The object following has what the other has.
    pub fn show(&mut self, name: &Key) {
        self.hidden.remove(name);
    }
}
