//! A database for every test: one cluster per run, a migrated template in it, cloned for each test.

use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;
use aq_db::private::{Cluster, Settings};
use aq_db::{Db, PoolSettings, Seed};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};

use crate::environment;

const TEMPLATE: &str = "aq_template";
const SEEDED: &str = "aq_template_seeded";

/// URL of the run's cluster (its database `postgres`). The first test of a run that asks starts the cluster and prepares
/// the templates; the others wait for it.
async fn shared_cluster() -> Result<String> {
    let directory = environment::directory()?;
    let ready = directory.join("postgres.url");
    if let Ok(url) = fs::read_to_string(&ready) {
        return Ok(url);
    }
    let lock = fs::File::create(directory.join("postgres.lock"))?;
    let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await??;
    if let Ok(url) = fs::read_to_string(&ready) {
        return Ok(url);
    }
    let cluster = Cluster::start(Settings::throwaway(directory.join("postgres"))).await?;
    let url = cluster.url("postgres");
    let mut admin = connect(&url).await?;
    for (name, seeded) in [(TEMPLATE, false), (SEEDED, true)] {
        cluster.create_database(name).await?;
        let db = Db::open(&cluster.url(name), &PoolSettings::default())?;
        db.migrate().await?;
        if seeded {
            db.seed(&seed()).await?;
        }
        db.close().await;
        let sql = format!("alter database {name} with is_template true allow_connections false");
        sqlx::query(AssertSqlSafe(sql)).execute(&mut admin).await?;
    }
    // Complete or not there: others read it without the lock.
    let unfinished = ready.with_extension("new");
    fs::write(&unfinished, &url)?;
    fs::rename(&unfinished, &ready)?;
    drop(lock);
    Ok(url)
}

/// What [`TestDatabase::seeded`] holds: the defaults, and the realm and administrator of the tests' KDC.
#[must_use]
pub fn seed() -> Seed {
    Seed {
        realm: Some("EXAMPLE.COM".into()),
        admin_principal: Some("admin".into()),
        ..Seed::default()
    }
}

/// A database of its own for one test, dropped with this value.
#[derive(Debug)]
pub struct TestDatabase {
    db: Db,
    name: String,
    url: String,
    admin: String,
}

impl TestDatabase {
    /// A migrated database without rows but the constant ones.
    ///
    /// # Errors
    /// Says how to run the tests when the cluster is missing.
    pub async fn new() -> Result<Self> {
        Self::clone_of(TEMPLATE).await
    }

    /// A migrated and seeded database.
    ///
    /// # Errors
    /// As [`TestDatabase::new`].
    pub async fn seeded() -> Result<Self> {
        Self::clone_of(SEEDED).await
    }

    /// A clone of a template that [`keep_as`] made.
    ///
    /// # Errors
    /// As [`TestDatabase::new`].
    pub async fn of(template: &str) -> Result<Self> {
        Self::clone_of(template).await
    }

    async fn clone_of(template: &str) -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let admin = shared_cluster().await?;
        let name = format!(
            "t_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let mut conn = connect(&admin).await?;
        // An earlier process of the same number may have been killed before it could drop its database.
        sqlx::query(AssertSqlSafe(format!(
            "drop database if exists {name} with (force)"
        )))
        .execute(&mut conn)
        .await?;
        // In memory, copying the files is several times faster than logging every block.
        sqlx::query(AssertSqlSafe(format!(
            "create database {name} template {template} strategy file_copy"
        )))
        .execute(&mut conn)
        .await?;
        conn.close().await?;
        let url = admin.replacen("/postgres?", &format!("/{name}?"), 1);
        let db = Db::open(
            &url,
            &PoolSettings {
                connections: 8,
                ..PoolSettings::default()
            },
        )?;
        Ok(Self { db, name, url, admin })
    }

    /// The pool.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Its URL, for a broker or `psql`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (admin, name) = (self.admin.clone(), self.name.clone());
        // A thread, because the test's own runtime cannot be waited for here. A database that cannot be dropped goes with
        // the cluster.
        let thread = std::thread::spawn(move || -> Result<()> {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(async {
                let mut conn = connect(&admin).await?;
                sqlx::query(AssertSqlSafe(format!(
                    "drop database if exists {name} with (force)"
                )))
                .execute(&mut conn)
                .await?;
                Ok(())
            })
        });
        drop(thread.join());
    }
}

/// Makes a template of a database that nobody is connected to any more, for the rest of the run.
///
/// # Errors
/// Those of the server.
pub async fn keep_as(database: &TestDatabase, template: &str) -> Result<()> {
    database.db.close().await;
    let mut admin = connect(&database.admin).await?;
    let sql = format!(
        "create database {template} template {} strategy file_copy",
        database.name
    );
    sqlx::query(AssertSqlSafe(sql)).execute(&mut admin).await?;
    Ok(())
}

async fn connect(url: &str) -> Result<PgConnection> {
    let options: PgConnectOptions = url.parse()?;
    Ok(options.connect().await?)
}
