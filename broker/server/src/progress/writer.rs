//! Passes what requests here say on to the database, in batches.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use aq_db::progress::{self as table, Batch, Begun, Line};
use aq_db::{Db, DbError};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// How long lines are gathered before they are written: one transaction for all that is said meanwhile.
const GATHER: Duration = Duration::from_millis(20);
/// A request that only reads, or a preview, is not written down when it ends within this time.
const SHORT: Duration = Duration::from_millis(200);
/// Time between signs of life, and between attempts to remove what is old.
const BEAT: Duration = Duration::from_secs(5);
/// Pause after the database refused.
const PAUSE: Duration = Duration::from_secs(1);
/// Events looked at together.
const TOGETHER: usize = 4096;

/// Something that happened to a request.
pub(super) enum Event {
    /// It began.
    Begin {
        /// What is known of it.
        begun: Begun,
        /// Somebody may follow it from the start.
        at_once: bool,
    },
    /// Its audit number is known.
    Number(Uuid, i64),
    /// It said something.
    Line(Line),
    /// It ended.
    End(Uuid),
    /// Somebody wants to read what has been said.
    Flush(oneshot::Sender<()>),
    /// The broker stops.
    Stop(oneshot::Sender<()>),
}

#[derive(Default)]
struct Pending {
    batch: Batch,
    /// Requests that are not worth writing down yet.
    held: HashMap<Uuid, (Instant, Begun)>,
    waiting: Vec<oneshot::Sender<()>>,
    stop: bool,
}

/// Writes until the registry is gone or stops.
pub(super) async fn write(db: Db, broker: Uuid, mut events: mpsc::Receiver<Event>) {
    let mut pending = Pending::default();
    let mut received = Vec::with_capacity(TOGETHER);
    let mut beat = tokio::time::interval(BEAT);
    loop {
        tokio::select! {
            count = events.recv_many(&mut received, TOGETHER) => {
                if count == 0 {
                    return;
                }
            }
            _ = beat.tick() => {
                if let Err(error) = look_after(&db, broker).await {
                    tracing::debug!("progress: {error}");
                }
            }
            () = tokio::time::sleep(SHORT), if !pending.held.is_empty() => {}
        }
        received.drain(..).for_each(|event| pending.take(event));
        pending.release();
        if pending.is_empty() {
            continue;
        }
        if pending.waiting.is_empty() {
            tokio::time::sleep(GATHER).await;
        }
        while let Ok(event) = events.try_recv() {
            pending.take(event);
        }
        while let Err(error) = store(&db, broker, &pending).await {
            tracing::debug!("progress: {error}");
            if pending.stop {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        pending.batch = Batch::default();
        // Whoever asked may have given up.
        for waiting in pending.waiting.drain(..) {
            let _ = waiting.send(());
        }
        if pending.stop {
            return;
        }
    }
}

async fn store(db: &Db, broker: Uuid, pending: &Pending) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    table::write(&mut tx, broker, &pending.batch).await?;
    if pending.stop {
        table::end_all(&mut tx, broker).await?;
    }
    Ok(tx.commit().await?)
}

async fn look_after(db: &Db, broker: Uuid) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    table::beat(&mut tx, broker).await?;
    table::trim(&mut tx, super::KEEP.as_secs_f64()).await?;
    Ok(tx.commit().await?)
}

impl Pending {
    fn take(&mut self, event: Event) {
        match event {
            Event::Begin {
                begun,
                at_once: false,
            } => {
                self.held.insert(begun.request_id, (Instant::now(), begun));
            }
            Event::Begin { begun, at_once: true } => self.begin(begun),
            Event::Number(id, number) => {
                self.batch.numbers.retain(|(other, _)| *other != id);
                self.batch.numbers.push((id, number));
            }
            Event::Line(line) => {
                if let Some((_, begun)) = self.held.remove(&line.request_id) {
                    self.begin(begun);
                }
                self.batch.lines.push(line);
            }
            Event::End(id) => {
                if self.held.remove(&id).is_none() {
                    self.batch.finished.push(id);
                }
            }
            Event::Flush(done) => self.waiting.push(done),
            Event::Stop(done) => {
                self.waiting.push(done);
                self.stop = true;
            }
        }
    }

    /// A request that begins again under its id is not over.
    fn begin(&mut self, begun: Begun) {
        let id = begun.request_id;
        self.batch.finished.retain(|other| *other != id);
        self.batch.begun.retain(|other| other.request_id != id);
        self.batch.begun.push(begun);
    }

    /// Lets go of the reading requests that turned out to take their time.
    fn release(&mut self) {
        let ripe: Vec<Uuid> = self
            .held
            .iter()
            .filter(|(_, (since, _))| since.elapsed() >= SHORT)
            .map(|(id, _)| *id)
            .collect();
        for id in ripe {
            if let Some((_, begun)) = self.held.remove(&id) {
                self.begin(begun);
            }
        }
    }

    fn is_empty(&self) -> bool {
        let batch = &self.batch;
        batch.begun.is_empty()
            && batch.numbers.is_empty()
            && batch.lines.is_empty()
            && batch.finished.is_empty()
            && self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::OffsetDateTime;

    fn begin(id: u128, at_once: bool) -> Event {
        Event::Begin {
            begun: Begun {
                request_id: Uuid::from_u128(id),
                draw_number: !at_once,
                username: "alice@EXAMPLE.COM".into(),
                description: "aq ping".into(),
                started: OffsetDateTime::UNIX_EPOCH,
            },
            at_once,
        }
    }

    #[test]
    fn short_reads_leave_no_trace() {
        let mut pending = Pending::default();
        pending.take(begin(1, false));
        pending.release();
        assert!(pending.is_empty());
        pending.take(Event::End(Uuid::from_u128(1)));
        assert!(pending.is_empty() && pending.held.is_empty());
    }

    #[test]
    fn a_request_that_begins_again_is_not_over() {
        let mut pending = Pending::default();
        pending.take(begin(1, true));
        pending.take(Event::End(Uuid::from_u128(1)));
        pending.take(begin(1, true));
        assert_eq!((pending.batch.begun.len(), pending.batch.finished.len()), (1, 0));
    }
}
