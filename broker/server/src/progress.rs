//! What running requests tell their watchers: the lines behind `show_request` and the client's progress output.
//!
//! A watcher may arrive before the request it watches, and finished requests stay readable for a minute, as in the
//! reference. The registry holds running requests of this process only; it is not state that a command depends on.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use uuid::Uuid;

/// How long the lines of a finished request can still be read.
const KEEP: Duration = Duration::from_secs(60);
/// Debug lines kept per request; a request that says more loses the rest.
const DEBUG_LIMIT: usize = 10_000;

/// How important a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Only for watchers that asked for debug output.
    Debug,
    /// For every watcher.
    Client,
    /// For every watcher, something to act on.
    Warning,
}

/// One running or recently finished request.
pub struct Entry {
    /// The id that the client chose, or that the broker made.
    pub request_id: Uuid,
    /// Number of the request since the broker started.
    pub audit_id: u64,
    state: Mutex<State>,
    changed: watch::Sender<usize>,
}

struct State {
    description: String,
    user: String,
    started: Instant,
    lines: Vec<(Level, String)>,
    finished: Option<Instant>,
    announced: bool,
}

/// A running request as `show_active_commands` shows it.
pub struct Active {
    /// Number of the request since the broker started.
    pub audit_id: u64,
    /// The client's request id.
    pub request_id: Uuid,
    /// Who runs it.
    pub user: String,
    /// The command as it was typed.
    pub description: String,
    /// How long it has been running.
    pub age: Duration,
    /// The lines it has said so far.
    pub lines: Vec<String>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while holding the lock leaves plain data behind: it stays usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Entry {
    /// Says a line to whoever watches.
    pub fn say(&self, level: Level, line: impl Into<String>) {
        let mut state = lock(&self.state);
        if level == Level::Debug && state.lines.len() >= DEBUG_LIMIT {
            return;
        }
        state.lines.push((level, line.into()));
        let count = state.lines.len();
        drop(state);
        self.changed.send_replace(count);
    }

    /// The lines from position `from` on that a watcher of `level` sees, the next position, and whether the request is over.
    pub fn read(&self, from: usize, level: Level) -> (Vec<String>, usize, bool) {
        let state = lock(&self.state);
        let lines = state
            .lines
            .iter()
            .skip(from)
            .filter(|(l, _)| *l >= level)
            .map(|(_, line)| line.clone())
            .collect();
        (lines, state.lines.len(), state.finished.is_some())
    }

    /// Resolves when there is something new to read.
    pub fn subscribe(&self) -> watch::Receiver<usize> {
        self.changed.subscribe()
    }

    fn finish(&self) {
        lock(&self.state).finished = Some(Instant::now());
        self.changed.send_modify(|n| *n += 1);
    }
}

/// Marks the request as finished when dropped, also when the command was cancelled or panicked.
pub struct Running(pub Arc<Entry>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.finish();
    }
}

/// All requests of this process.
#[derive(Default)]
pub struct Registry {
    entries: Mutex<HashMap<Uuid, Arc<Entry>>>,
    counter: AtomicU64,
}

impl Registry {
    /// Registers a request that arrived; a watcher that came earlier finds its lines under the same entry.
    pub fn start(&self, request_id: Uuid, user: &str, description: String) -> Running {
        let entry = self.entry(request_id);
        {
            let mut state = lock(&entry.state);
            state.announced = true;
            state.finished = None;
            state.user = user.to_owned();
            state.description = description;
            state.started = Instant::now();
        }
        Running(entry)
    }

    /// The entry of a request, made when a watcher comes first.
    pub fn entry(&self, request_id: Uuid) -> Arc<Entry> {
        let mut entries = lock(&self.entries);
        entries.retain(|_, e| {
            let state = lock(&e.state);
            let reference = state.finished.unwrap_or(state.started);
            let waiting = state.finished.is_some() || !state.announced;
            !(waiting && reference.elapsed() > KEEP)
        });
        entries
            .entry(request_id)
            .or_insert_with(|| {
                Arc::new(Entry {
                    request_id,
                    audit_id: self.counter.fetch_add(1, Ordering::Relaxed) + 1,
                    state: Mutex::new(State {
                        description: String::new(),
                        user: String::new(),
                        started: Instant::now(),
                        lines: Vec::new(),
                        finished: None,
                        announced: false,
                    }),
                    changed: watch::channel(0).0,
                })
            })
            .clone()
    }

    /// The request with this number.
    pub fn by_audit_id(&self, audit_id: u64) -> Option<Arc<Entry>> {
        lock(&self.entries)
            .values()
            .find(|e| e.audit_id == audit_id)
            .cloned()
    }

    /// The requests that are running now, oldest first.
    pub fn active(&self, level: Level) -> Vec<Active> {
        let mut list: Vec<Active> = lock(&self.entries)
            .values()
            .filter_map(|entry| {
                let state = lock(&entry.state);
                (state.announced && state.finished.is_none()).then(|| Active {
                    audit_id: entry.audit_id,
                    request_id: entry.request_id,
                    user: state.user.clone(),
                    description: state.description.clone(),
                    age: state.started.elapsed(),
                    lines: state
                        .lines
                        .iter()
                        .filter(|(l, _)| *l >= level)
                        .map(|(_, s)| s.clone())
                        .collect(),
                })
            })
            .collect();
        list.sort_by_key(|a| a.audit_id);
        list
    }
}
