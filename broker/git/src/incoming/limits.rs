//! How much may come in at once.

use std::time::Duration;

const MEGABYTE: u64 = 1 << 20;

/// Bounds of one push or published bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the pack as it is sent.
    pub pack: u64,
    /// Bytes of one file.
    pub file: u64,
    /// Bytes of all new files together.
    pub total: u64,
    /// Files that one commit may add or change.
    pub files: usize,
    /// New commits.
    pub commits: usize,
    /// Bytes of memory for checking the objects of a pack.
    pub memory: u64,
    /// How long sending and unpacking may take.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pack: 256 * MEGABYTE,
            file: 16 * MEGABYTE,
            total: 1024 * MEGABYTE,
            files: 100_000,
            commits: 10_000,
            memory: 2048 * MEGABYTE,
            time: Duration::from_secs(600),
        }
    }
}
