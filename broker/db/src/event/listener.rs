//! Hearing of events at any broker of the database.

use sqlx::postgres::PgListener;

use super::CHANNEL;
use crate::{Db, Result};

/// What a listener hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Events were committed and wait for their cursors.
    Committed,
    /// Events got their cursors.
    Published,
    /// The connection was lost and made again: something may have been missed.
    Unknown,
}

/// Hears of events.
pub struct Listener(PgListener);

impl Listener {
    /// Listens from now on; keeps one connection of the pool.
    ///
    /// # Errors
    /// [`crate::DbError::Unavailable`] without a connection.
    pub async fn open(db: &Db) -> Result<Self> {
        let mut listener = PgListener::connect_with(db.pool()).await?;
        listener.listen(CHANNEL).await?;
        Ok(Self(listener))
    }

    /// The next thing that is heard.
    ///
    /// # Errors
    /// [`crate::DbError::Unavailable`] when a lost connection cannot be made again.
    pub async fn next(&mut self) -> Result<Notice> {
        Ok(match self.0.try_recv().await? {
            None => Notice::Unknown,
            Some(notice) if notice.payload().is_empty() => Notice::Committed,
            Some(_) => Notice::Published,
        })
    }
}
