//! What tells one state of a file from another.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// One state of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Time of the last change of the content, in nanoseconds since 1970.
    pub modified: i64,
    /// Time of the last change of the file, names and rights included.
    pub changed: i64,
    /// Length in bytes.
    pub size: u64,
    /// Number of the file in its file system.
    pub inode: u64,
}

impl Stamp {
    /// The state of the file; `None` if it is not there.
    pub fn of(path: &str) -> Option<Self> {
        std::fs::metadata(path).ok().map(|data| Self::from(&data))
    }

    /// Whether it is `window` old, so that a later change cannot have the same times.
    pub fn is_settled(&self, now: SystemTime, window: Duration) -> bool {
        let limit = now
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .saturating_sub(window);
        let limit = i64::try_from(limit.as_nanos()).unwrap_or(i64::MAX);
        self.modified <= limit && self.changed <= limit
    }
}

impl From<&Metadata> for Stamp {
    fn from(data: &Metadata) -> Self {
        let nanoseconds =
            |seconds: i64, rest: i64| seconds.saturating_mul(1_000_000_000).saturating_add(rest);
        Self {
            modified: nanoseconds(data.mtime(), data.mtime_nsec()),
            changed: nanoseconds(data.ctime(), data.ctime_nsec()),
            size: data.len(),
            inode: data.ino(),
        }
    }
}

/// When the content of a file last changed; `None` if it is not there.
pub fn modified(path: &str) -> Option<i64> {
    Stamp::of(path).map(|stamp| stamp.modified)
}
