//! Brokers that help one another.

use sqlx::PgConnection;
use sqlx::postgres::PgListener;

use super::CHANNEL;
use crate::locks::{self, Lock};
use crate::{Db, Result};

/// How many brokers with this engine take jobs.
///
/// # Errors
/// Only those of the connection.
pub async fn count(conn: &mut PgConnection, engine: &str) -> Result<usize> {
    let lock = Lock::CompilingBroker(engine.to_owned());
    let held = locks::held(conn, locks::Class::CompilingBroker).await?;
    Ok(held.into_iter().filter(|object| *object == lock.object()).count())
}

/// Hears of jobs and results. As long as its connection lives, its broker counts as one that takes jobs.
pub struct Listener(PgListener);

impl Listener {
    /// Listens from now on; keeps one connection of the pool.
    ///
    /// # Errors
    /// [`crate::DbError::Unavailable`] without a connection.
    pub async fn open(db: &Db, engine: &str) -> Result<Self> {
        let mut listener = PgListener::connect_with(db.pool()).await?;
        // Made again without the lock it would hear of jobs, but others would not know of it.
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        let key = Lock::CompilingBroker(engine.to_owned()).key();
        sqlx::query!("select pg_advisory_lock_shared($1)", key)
            .fetch_one(&mut listener)
            .await?;
        Ok(Self(listener))
    }

    /// Waits for news; `false` when the connection is lost and a new listener is needed.
    ///
    /// # Errors
    /// [`crate::DbError::Unavailable`].
    pub async fn next(&mut self) -> Result<bool> {
        Ok(self.0.try_recv().await?.is_some())
    }
}
