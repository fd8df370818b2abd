//! Brings what requests at other brokers say to the watchers here.

use std::sync::{Arc, Weak};
use std::time::Duration;

use aq_db::progress::{self as table, Listener};
use aq_db::{Db, DbError};

use super::{Entry, Registry, lock};

/// Pause after the database refused.
const PAUSE: Duration = Duration::from_secs(1);
/// How often everything is looked at without being told: a broker that was killed says nothing.
const ROUND: Duration = Duration::from_secs(10);
/// What the watchers of a broker that was killed read.
const LOST: &str = "The broker that ran this request has stopped; its answer went with it.";

/// Follows until the registry is gone.
pub(super) async fn follow(registry: Weak<Registry>) {
    while let Some(db) = registry.upgrade().map(|r| r.db.clone()) {
        if db.pool().is_closed() {
            return;
        }
        if let Err(error) = listen(&registry, &db).await {
            tracing::debug!("progress of other brokers: {error}");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn listen(registry: &Weak<Registry>, db: &Db) -> Result<(), DbError> {
    let mut listener = Listener::open(db).await?;
    // What was said before anybody listened.
    let mut notice = None;
    loop {
        let Some(registry) = registry.upgrade() else {
            return Ok(());
        };
        let entries: Vec<Arc<Entry>> = match notice {
            Some(id) => lock(&registry.entries).get(&id).cloned().into_iter().collect(),
            None => lock(&registry.entries).values().cloned().collect(),
        };
        drop(registry);
        for entry in &entries {
            catch_up(db, entry).await?;
        }
        drop(entries);
        notice = tokio::time::timeout(ROUND, listener.next())
            .await
            .unwrap_or(Ok(None))?;
    }
}

/// Reads what is new about a request that runs elsewhere.
pub(super) async fn catch_up(db: &Db, entry: &Entry) -> Result<(), DbError> {
    let Some(from) = entry.wanted_from() else {
        return Ok(());
    };
    let mut tx = db.snapshot().await?;
    let Some(request) = table::get(&mut tx, entry.request_id).await? else {
        // Not begun yet; or over for so long that only the audit knows of it.
        return Ok(());
    };
    let mut lines = table::lines(&mut tx, &[entry.request_id], from).await?;
    if request.silent {
        lines.push(table::Line {
            request_id: entry.request_id,
            ordinal: i64::MAX - 1,
            level: super::Level::Warning.number(),
            text: LOST.to_owned(),
        });
    }
    entry.mirror(lines, request.finished.is_some() || request.silent);
    Ok(())
}
