//! What `--verbose` prints.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use pan_options::Summary;

/// Counters of a run.
pub struct Statistics {
    started: Instant,
    /// Templates on the command line.
    pub templates: AtomicU64,
    /// Objects finished.
    pub objects: AtomicU64,
    /// Objects that have no profile.
    pub failed: AtomicU64,
    /// Templates whose texts were looked at.
    pub started_compilations: AtomicU64,
    /// Those that are correct.
    pub compiled: AtomicU64,
    /// Files to be written.
    pub to_write: AtomicU64,
    /// Files written.
    pub written: AtomicU64,
    /// Errors.
    pub errors: AtomicU64,
}

impl Default for Statistics {
    fn default() -> Self {
        let zero = || AtomicU64::new(0);
        Self {
            started: Instant::now(),
            templates: zero(),
            objects: zero(),
            failed: zero(),
            started_compilations: zero(),
            compiled: zero(),
            to_write: zero(),
            written: zero(),
            errors: zero(),
        }
    }
}

impl Statistics {
    /// Adds to a counter.
    pub fn add(counter: &AtomicU64, n: usize) {
        counter.fetch_add(u64::try_from(n).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// The time since the run began.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// What `--verbose` prints.
    pub fn text(&self) -> String {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let summary = Summary {
            templates: count(&self.templates),
            compiled: (count(&self.compiled), count(&self.started_compilations)),
            annotations: (0, 0),
            results: (count(&self.written), count(&self.to_write)),
            errors: count(&self.errors),
            time: self.elapsed(),
        };
        summary.to_string()
    }
}
