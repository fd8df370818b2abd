//! The connection pool and the kinds of transaction that commands use.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgPool, Postgres};

use crate::{DbError, Result};

/// A transaction of one command. `&mut *tx` is the `&mut PgConnection` that the entity modules take; dropping it rolls
/// back.
pub type Tx = sqlx::Transaction<'static, Postgres>;

/// How many connections a broker holds and how long it waits for one.
#[derive(Debug, Clone)]
pub struct PoolSettings {
    /// Largest number of connections of this process.
    pub connections: u32,
    /// How long a command waits for a connection, a server that is away included, before it is told that the database
    /// is unavailable.
    pub acquire_timeout: Duration,
    /// How long a statement waits for a lock before the command is told of a conflict.
    pub lock_timeout: Duration,
}

impl Default for PoolSettings {
    fn default() -> Self {
        Self {
            connections: 16,
            acquire_timeout: Duration::from_secs(5),
            lock_timeout: Duration::from_secs(60),
        }
    }
}

/// The database of a broker: a pool that reconnects by itself when the server was away.
#[derive(Debug, Clone)]
pub struct Db {
    pool: PgPool,
}

impl Db {
    /// A pool for a PostgreSQL URL, without connecting yet: a broker starts while its database is away and answers
    /// "unavailable" until it is back.
    ///
    /// # Errors
    /// [`DbError::Config`] when the URL cannot be read. The URL may hold a password and is not repeated.
    pub fn open(dsn: &str, settings: &PoolSettings) -> Result<Self> {
        let options = PgConnectOptions::from_str(dsn)
            .map_err(|_| DbError::Config("the database URL cannot be read".into()))?;
        let lock_timeout = format!("{}ms", settings.lock_timeout.as_millis());
        let options = options
            .application_name("aqd")
            .options([("lock_timeout", lock_timeout.as_str()), ("TimeZone", "UTC")]);
        let pool = PgPoolOptions::new()
            .max_connections(settings.connections)
            .acquire_timeout(settings.acquire_timeout)
            // A connection that died with the server is noticed before a command gets it.
            .test_before_acquire(true)
            .connect_lazy_with(options);
        Ok(Self { pool })
    }

    /// Like [`Db::open`], and proves that the server answers.
    ///
    /// # Errors
    /// As [`Db::open`]; [`DbError::Unavailable`] when there is no answer.
    pub async fn connect(dsn: &str, settings: &PoolSettings) -> Result<Self> {
        let db = Self::open(dsn, settings)?;
        db.ping().await?;
        Ok(db)
    }

    /// A transaction that changes rows (read committed; what must not change meanwhile is locked by the command).
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when there is no connection in time.
    pub async fn begin(&self) -> Result<Tx> {
        self.begin_whole(None).await
    }

    /// A transaction that sees one snapshot and cannot write: for reads that make several statements.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when there is no connection in time.
    pub async fn snapshot(&self) -> Result<Tx> {
        self.begin_whole(Some("begin isolation level repeatable read read only"))
            .await
    }

    /// Begins in a task of its own. Whoever waits for it may go away (a client that hangs up, a broker that stops); sqlx 0.9
    /// gives a connection back whose `begin` was sent and not yet answered, and the next one who gets it would be in that
    /// transaction.
    async fn begin_whole(&self, statement: Option<&'static str>) -> Result<Tx> {
        let pool = self.pool.clone();
        let begun = tokio::spawn(async move {
            match statement {
                Some(statement) => pool.begin_with(statement).await,
                None => pool.begin().await,
            }
        });
        // It fails when the process ends.
        Ok(begun.await.map_err(|_| sqlx::Error::WorkerCrashed)??)
    }

    /// One round trip to the server.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when it does not answer.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("select 1").execute(&self.pool).await?;
        Ok(())
    }

    /// The pool itself, for listeners and measurements.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Closes all connections; waits for those that are in use.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
