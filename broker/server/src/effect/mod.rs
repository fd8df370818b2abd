//! What a change of templates does to profiles: every object that it touches is compiled as it would be and compared
//! with what it is, and what differs is gathered by identical change.

mod before;
mod groups;
mod merge;

pub use merge::{Merged, of_commits, of_merge};

use serde::{Deserialize, Serialize};

/// What a change does to the objects that it touches. Kept as JSON with a review.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Objects that were compiled before and after.
    pub objects: usize,
    /// Objects whose profiles differ.
    pub changed: usize,
    /// Objects that compile before and not after, by problem; those of most objects first.
    pub failures: Vec<Failure>,
    /// Objects that do not compile before the change and not after it either, by problem.
    pub failing_before: Vec<Failure>,
    /// Objects that compile only after the change, by name.
    pub mended: Vec<String>,
    /// Identical changes with the objects that have them; those of most objects first.
    pub groups: Vec<Group>,
}

/// Objects with one problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What the compiler says about the first of them.
    pub problem: String,
    /// Their names.
    pub objects: Vec<String>,
}

/// Objects that change in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The differences, one line each: `+ /path = value`, `- /path = value`, `~ /path: old -> new`.
    pub changes: Vec<String>,
    /// Names of the objects.
    pub objects: Vec<String>,
}
