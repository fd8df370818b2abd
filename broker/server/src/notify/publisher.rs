//! Gives committed events their place in the order, and removes old ones.

use std::sync::Arc;
use std::time::{Duration, Instant};

use aq_db::{Db, DbError, event};
use time::OffsetDateTime;
use tokio::sync::watch;

use super::{PAUSE, ROUND, news};
use crate::app::App;

/// Time between removals of old events.
const TRIM: Duration = Duration::from_secs(600);

/// Publishes until `stop` changes.
pub(super) async fn publish(app: Arc<App>, db: Db, mut stop: watch::Receiver<bool>) {
    let mut wake = app.notify.committed();
    let mut trimmed: Option<Instant> = None;
    loop {
        wake.borrow_and_update();
        let mut pause = ROUND;
        let mut result = once(&db).await;
        if result.is_ok() && trimmed.is_none_or(|t| t.elapsed() > TRIM) {
            result = trim(&db, app.config.events.keep_days).await;
            trimmed = Some(Instant::now());
        }
        if let Err(error) = result {
            tracing::warn!("events: {error}");
            pause = PAUSE;
        }
        if !news(&mut wake, pause, &mut stop).await {
            return;
        }
    }
}

async fn once(db: &Db) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    // Most of the time another broker was faster.
    if event::waiting(&mut tx).await? {
        event::publish(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn trim(db: &Db, days: u16) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    let before = OffsetDateTime::now_utc() - time::Duration::days(days.into());
    let gone = event::trim(&mut tx, before).await?;
    tx.commit().await?;
    if gone > 0 {
        tracing::info!("{gone} events older than {days} days were removed");
    }
    Ok(())
}
