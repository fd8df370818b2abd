//! What may come into the repository, and how long it may take.

use std::time::Duration;

use aq_git::{Limits, Upkeep};
use serde::Deserialize;

/// Bounds of what users send and fetch with git.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GitSettings {
    /// Megabytes of one push or published bundle, as it is sent.
    pub push_mb: u64,
    /// Megabytes of one file.
    pub file_mb: u64,
    /// Megabytes of all new files of a push together.
    pub total_mb: u64,
    /// Files that one commit may add or change.
    pub files: usize,
    /// New commits of one push.
    pub commits: usize,
    /// Megabytes of memory for checking the objects of one push.
    pub memory_mb: u64,
    /// Seconds that sending and unpacking may take.
    pub push_seconds: u64,
    /// Seconds that a fetch may take.
    pub fetch_seconds: u64,
    /// Pushes at a time; further ones wait.
    pub pushes: usize,
    /// Fetches at a time; further ones wait.
    pub fetches: usize,
    /// Seconds between looks at whether the repository has to be packed; 0: never.
    pub upkeep_seconds: u64,
    /// From so many packs on (every push leaves one) all is packed into one.
    pub packs: usize,
    /// From so many loose objects on, too.
    pub loose_objects: usize,
    /// Seconds that packs stay whose objects are in a newer one: longer than a fetch may take.
    pub superseded_seconds: u64,
}

impl Default for GitSettings {
    fn default() -> Self {
        GitSettings {
            push_mb: 256,
            file_mb: 16,
            total_mb: 1024,
            files: 100_000,
            commits: 10_000,
            memory_mb: 2048,
            push_seconds: 600,
            fetch_seconds: 3600,
            pushes: 8,
            fetches: 32,
            upkeep_seconds: 600,
            packs: 50,
            loose_objects: 10_000,
            superseded_seconds: 4 * 3600,
        }
    }
}

impl GitSettings {
    /// When to pack, as the Git crate takes it.
    pub fn upkeep(&self) -> Upkeep {
        Upkeep {
            packs: self.packs,
            loose: self.loose_objects,
            grace: Duration::from_secs(self.superseded_seconds),
            memory: self.memory_mb.saturating_mul(1 << 20),
        }
    }

    /// As the Git crate takes them.
    pub fn limits(&self) -> Limits {
        let megabytes = |count: u64| count.saturating_mul(1 << 20);
        Limits {
            pack: megabytes(self.push_mb),
            file: megabytes(self.file_mb),
            total: megabytes(self.total_mb),
            files: self.files,
            commits: self.commits,
            memory: megabytes(self.memory_mb),
            time: Duration::from_secs(self.push_seconds),
        }
    }
}
