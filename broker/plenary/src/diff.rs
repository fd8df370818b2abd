//! What a change does to a set of plenaries.

use std::collections::{BTreeMap, BTreeSet};

use similar::TextDiff;

use crate::plenary::{Home, Plenary};

/// Identity of a plenary among all: where it lives, and its path there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlenaryKey {
    /// Shared, or of one branch.
    pub home: Home,
    /// Path without extension.
    pub path: String,
}

impl From<&Plenary> for PlenaryKey {
    fn from(plenary: &Plenary) -> Self {
        Self {
            home: plenary.home.clone(),
            path: plenary.path(),
        }
    }
}

/// Texts of plenaries by identity.
pub type PlenarySet = BTreeMap<PlenaryKey, String>;

/// How one plenary differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Only in the new set.
    Added,
    /// Only in the old set.
    Removed,
    /// In both, with other text.
    Changed,
}

/// A difference between two sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which plenary.
    pub key: PlenaryKey,
    /// Added, removed or changed.
    pub kind: ChangeKind,
    /// Unified diff with three lines of context and file headers `a/PATH`, `b/PATH` (`/dev/null` for the missing
    /// side); object templates have `profiles/BRANCH/` in front of their path.
    pub unified: String,
}

/// The differences from `old` to `new`, in order of identity; equal texts are left out.
pub fn compare(old: &PlenarySet, new: &PlenarySet) -> Vec<Change> {
    let keys: BTreeSet<&PlenaryKey> = old.keys().chain(new.keys()).collect();
    keys.into_iter()
        .filter_map(|key| change(key, old.get(key), new.get(key)))
        .collect()
}

fn change(key: &PlenaryKey, old: Option<&String>, new: Option<&String>) -> Option<Change> {
    let kind = match (old, new) {
        (Some(old), Some(new)) if old == new => return None,
        (None, None) => return None,
        (Some(_), Some(_)) => ChangeKind::Changed,
        (None, Some(_)) => ChangeKind::Added,
        (Some(_), None) => ChangeKind::Removed,
    };
    let file = match &key.home {
        Home::Shared => key.path.clone(),
        Home::Branch(branch) => format!("profiles/{branch}/{}", key.path),
    };
    let side = |letter: char, text: Option<&String>| match text {
        Some(_) => format!("{letter}/{file}"),
        None => "/dev/null".to_owned(),
    };
    let (from, to) = (side('a', old), side('b', new));
    let text = |text: Option<&String>| text.map_or("", String::as_str).to_owned();
    let (old, new) = (text(old), text(new));
    let unified = TextDiff::from_lines(&old, &new)
        .unified_diff()
        .context_radius(3)
        .header(&from, &to)
        .to_string();
    Some(Change {
        key: key.clone(),
        kind,
        unified,
    })
}
