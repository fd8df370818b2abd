//! Wakes the tasks of this broker when there is something to tell.

use std::sync::Arc;

use aq_db::event::{Listener, Notice};
use aq_db::{Db, DbError};
use tokio::sync::{Semaphore, watch};

use super::PAUSE;
use crate::app::App;

/// What the tasks and the streams of events wait for. Nothing is lost when nobody waits: all of it is in the database.
pub struct Hub {
    committed: watch::Sender<u64>,
    published: watch::Sender<u64>,
    exported: watch::Sender<u64>,
    over: watch::Sender<bool>,
    /// One permit for each stream of events that may be open.
    pub streams: Arc<Semaphore>,
}

impl Hub {
    /// A hub for so many streams of events.
    pub fn new(streams: usize) -> Hub {
        Hub {
            committed: watch::Sender::default(),
            published: watch::Sender::default(),
            exported: watch::Sender::default(),
            over: watch::Sender::default(),
            streams: Arc::new(Semaphore::new(streams.min(Semaphore::MAX_PERMITS))),
        }
    }

    /// Changes when events were committed.
    pub fn committed(&self) -> watch::Receiver<u64> {
        self.committed.subscribe()
    }

    /// Changes when events can be read.
    pub fn published(&self) -> watch::Receiver<u64> {
        self.published.subscribe()
    }

    /// Changes when files were exported.
    pub fn exported(&self) -> watch::Receiver<u64> {
        self.exported.subscribe()
    }

    /// Files were exported: who fetches them can be told.
    pub fn files_written(&self) {
        bump(&self.exported);
    }

    /// Changes when the broker stops.
    pub fn over(&self) -> watch::Receiver<bool> {
        self.over.subscribe()
    }

    /// Ends the streams of events: they would keep the broker from stopping.
    pub fn close(&self) {
        self.over.send_replace(true);
    }
}

fn bump(counter: &watch::Sender<u64>) {
    counter.send_modify(|n| *n = n.wrapping_add(1));
}

/// Passes on what is heard from the database.
pub(super) async fn listen(app: Arc<App>, db: Db, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            result = hear(&app.notify, &db) => if let Err(error) = result {
                tracing::debug!("events of other brokers: {error}");
            },
            _ = stop.wait_for(|s| *s) => return,
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.wait_for(|s| *s) => return,
        }
    }
}

async fn hear(hub: &Hub, db: &Db) -> Result<(), DbError> {
    let mut listener = Listener::open(db).await?;
    // What happened before anybody listened.
    let mut notice = Notice::Unknown;
    loop {
        if notice != Notice::Published {
            bump(&hub.committed);
        }
        if notice != Notice::Committed {
            bump(&hub.published);
        }
        notice = listener.next().await?;
    }
}
