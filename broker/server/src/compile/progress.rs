//! How far a compile is.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::progress::{Entry, Level};

/// How often a long compile says how far it is.
const PAUSE: Duration = Duration::from_secs(2);

/// Counts the objects that are done and tells whoever watches the request.
pub struct Progress {
    entry: Option<Arc<Entry>>,
    total: usize,
    state: Mutex<(usize, Instant)>,
}

impl Progress {
    /// For a request that waits for so many objects.
    pub fn of(entry: &Arc<Entry>, total: usize) -> Arc<Progress> {
        Self::new(Some(entry.clone()), total)
    }

    /// For a compile whose progress is told elsewhere.
    pub fn silent() -> Arc<Progress> {
        Self::new(None, 0)
    }

    fn new(entry: Option<Arc<Entry>>, total: usize) -> Arc<Progress> {
        Arc::new(Progress {
            entry,
            total,
            state: Mutex::new((0, Instant::now())),
        })
    }

    /// So many more are done.
    pub fn add(&self, count: usize) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 += count;
        if let Some(entry) = &self.entry
            && state.1.elapsed() >= PAUSE
            && state.0 < self.total
        {
            state.1 = Instant::now();
            entry.say(Level::Client, format!("{}/{} objects done", state.0, self.total));
        }
    }
}
