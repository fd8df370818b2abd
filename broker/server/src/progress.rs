//! What running requests tell their watchers: the lines behind `show_request` and the client's progress output.
//!
//! A watcher may arrive before the request it watches, at any broker of the database, and finished requests stay
//! readable for a minute, as in the reference. Watchers read an [`Entry`] in memory. That of a request that runs here is
//! filled by the command, and `writer` passes everything on to the database; that of a request that runs elsewhere is
//! filled by `follower` from the database.

mod follower;
mod writer;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use aq_db::progress as table;
use aq_db::{Db, DbError};
use time::OffsetDateTime;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use writer::Event;

/// How long the lines of a finished request can still be read.
const KEEP: Duration = Duration::from_secs(60);
/// Debug lines kept per request; a request that says more loses the rest.
const DEBUG_LIMIT: usize = 10_000;
/// Events that wait for the database; with more, other brokers miss lines rather than this one its memory.
const WAITING: usize = 1 << 16;
/// How long a reader waits for what this broker has not written yet.
const PATIENCE: Duration = Duration::from_secs(2);

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

impl Level {
    fn number(self) -> i16 {
        match self {
            Level::Debug => 0,
            Level::Client => 1,
            Level::Warning => 2,
        }
    }

    fn of(number: i16) -> Level {
        match number {
            0 => Level::Debug,
            1 => Level::Client,
            _ => Level::Warning,
        }
    }
}

/// One request, running, recently finished or waited for.
pub struct Entry {
    /// The id that the client chose, or that the broker made.
    pub request_id: Uuid,
    state: Mutex<State>,
    changed: watch::Sender<usize>,
    events: mpsc::Sender<Event>,
}

struct State {
    since: Instant,
    lines: Vec<(Level, String)>,
    finished: Option<Instant>,
    /// It runs here, so that nobody else knows more about it.
    here: bool,
    /// Place of the next line in the database, for a request that runs elsewhere.
    next: i64,
}

/// A running request as `show_active_commands` shows it.
pub struct Active {
    /// Its number in the audit, once it has one.
    pub audit_id: Option<i64>,
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
        let line = line.into();
        let mut state = lock(&self.state);
        if level == Level::Debug && state.lines.len() >= DEBUG_LIMIT {
            return;
        }
        self.tell(Event::Line(table::Line {
            request_id: self.request_id,
            ordinal: i64::try_from(state.lines.len()).unwrap_or(i64::MAX),
            level: level.number(),
            text: line.clone(),
        }));
        state.lines.push((level, line));
        let count = state.lines.len();
        drop(state);
        self.changed.send_replace(count);
    }

    /// Makes the audit number known under which the request can be followed.
    pub fn number(&self, number: i64) {
        self.tell(Event::Number(self.request_id, number));
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
        self.tell(Event::End(self.request_id));
        self.changed.send_modify(|n| *n += 1);
    }

    /// Where the database goes on, for a request that runs elsewhere and is not over.
    fn wanted_from(&self) -> Option<i64> {
        let state = lock(&self.state);
        (!state.here && state.finished.is_none()).then_some(state.next)
    }

    /// Takes over what the database has.
    fn mirror(&self, lines: Vec<table::Line>, over: bool) {
        let mut state = lock(&self.state);
        if state.here {
            return;
        }
        // The follower and a watcher that arrives may read the same lines at the same time.
        let known = state.next;
        for line in lines.into_iter().filter(|line| line.ordinal >= known) {
            state.next = line.ordinal + 1;
            state.lines.push((Level::of(line.level), line.text));
        }
        if over {
            state.finished = Some(Instant::now());
        }
        drop(state);
        self.changed.send_modify(|n| *n += 1);
    }

    fn tell(&self, event: Event) {
        // When the database cannot keep up, followers at other brokers see less; watchers here see everything.
        let _ = self.events.try_send(event);
    }

    fn is_expired(&self) -> bool {
        let state = lock(&self.state);
        let idle = !state.here || state.finished.is_some();
        idle && state.finished.unwrap_or(state.since).elapsed() > KEEP
    }
}

/// Marks the request as finished when dropped, also when the command was cancelled or panicked.
pub struct Running(pub Arc<Entry>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.finish();
    }
}

/// All requests that run or are watched here.
pub struct Registry {
    entries: Mutex<HashMap<Uuid, Arc<Entry>>>,
    events: mpsc::Sender<Event>,
    db: Db,
}

impl Registry {
    /// A registry whose lines go to, and come from, connections of their own: a command that says something never waits
    /// for one. Needs a runtime, for the two tasks that do this.
    pub fn new(db: Db) -> Arc<Registry> {
        let (events, received) = mpsc::channel(WAITING);
        let registry = Arc::new(Registry {
            entries: Mutex::default(),
            events,
            db: db.clone(),
        });
        tokio::spawn(writer::write(db, Uuid::new_v4(), received));
        tokio::spawn(follower::follow(Arc::downgrade(&registry)));
        registry
    }

    /// Registers a request that arrived; a watcher that came earlier finds its lines under the same entry. A request that
    /// leaves no audit record (it only reads, or is a preview) gets a number of its own.
    pub fn start(&self, request_id: Uuid, user: &str, description: String, audited: bool) -> Running {
        let entry = self.entry(request_id);
        {
            let mut state = lock(&entry.state);
            state.here = true;
            state.finished = None;
            state.since = Instant::now();
        }
        entry.tell(Event::Begin {
            begun: table::Begun {
                request_id,
                draw_number: !audited,
                username: user.to_owned(),
                description,
                started: OffsetDateTime::now_utc(),
            },
            at_once: audited,
        });
        Running(entry)
    }

    /// The entry of a request, made when a watcher comes first.
    pub fn entry(&self, request_id: Uuid) -> Arc<Entry> {
        let mut entries = lock(&self.entries);
        // A watcher that still waits keeps its entry: the request may come late.
        entries.retain(|_, e| Arc::strong_count(e) > 1 || !e.is_expired());
        entries
            .entry(request_id)
            .or_insert_with(|| {
                Arc::new(Entry {
                    request_id,
                    state: Mutex::new(State {
                        since: Instant::now(),
                        lines: Vec::new(),
                        finished: None,
                        here: false,
                        next: 0,
                    }),
                    changed: watch::channel(0).0,
                    events: self.events.clone(),
                })
            })
            .clone()
    }

    /// The entry of a request for a watcher, with what another broker has written down about it so far.
    pub async fn watched(&self, request_id: Uuid) -> Arc<Entry> {
        let entry = self.entry(request_id);
        if let Err(error) = follower::catch_up(&self.db, &entry).await {
            // The request may run here all the same; if not, the follower goes on once the database is back.
            tracing::debug!("progress of {request_id}: {error}");
        }
        entry
    }

    /// The request with this audit number.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn by_audit_id(&self, number: i64) -> Result<Option<Uuid>, DbError> {
        self.written().await;
        let mut tx = self.db.snapshot().await?;
        table::find(&mut tx, number).await
    }

    /// The requests that run now, at any broker, oldest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn active(&self, level: Level) -> Result<Vec<Active>, DbError> {
        self.written().await;
        let mut tx = self.db.snapshot().await?;
        let requests = table::active(&mut tx).await?;
        let ids: Vec<Uuid> = requests.iter().map(|r| r.request_id).collect();
        let mut lines: HashMap<Uuid, Vec<String>> = HashMap::new();
        for line in table::lines(&mut tx, &ids, 0).await? {
            if Level::of(line.level) >= level {
                lines.entry(line.request_id).or_default().push(line.text);
            }
        }
        let now = OffsetDateTime::now_utc();
        Ok(requests
            .into_iter()
            .map(|r| Active {
                audit_id: r.number,
                lines: lines.remove(&r.request_id).unwrap_or_default(),
                request_id: r.request_id,
                user: r.username,
                description: r.description,
                age: (now - r.started).try_into().unwrap_or_default(),
            })
            .collect())
    }

    /// Writes down what is left and tells followers elsewhere that the requests of this broker are over.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.events.send(Event::Stop(done)).await.is_ok() {
            let _ = tokio::time::timeout(PATIENCE, closed).await;
        }
        self.db.close().await;
    }

    /// Waits until what requests here have said is in the database, but not for long.
    async fn written(&self) {
        let (done, flushed) = oneshot::channel();
        if self.events.send(Event::Flush(done)).await.is_ok() {
            let _ = tokio::time::timeout(PATIENCE, flushed).await;
        }
    }
}
