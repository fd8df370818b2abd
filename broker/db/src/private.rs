//! A private PostgreSQL cluster: made, started, adopted and stopped by the broker from the system's programs.
//!
//! The cluster has a directory of its own and listens on a unix socket only, which nobody but its account can open. It
//! outlives the broker: a broker that was killed finds its server running and adopts it. Nothing here needs the process
//! that started the server to go on, so a `demo`, a test run and the daemon use it alike.

mod account;
mod binaries;
mod layout;
mod postmaster;
mod settings;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use crate::{DbError, Result};
use account::Account;
use binaries::Binaries;
use layout::Layout;
use postmaster::State;

pub use settings::{Durability, Settings};

/// Name of the database (and of its owner) that a broker uses in a private cluster.
pub const DATABASE: &str = "aquilon";

/// How long a server may take to start (crash recovery included) or to stop.
const PATIENCE: Duration = Duration::from_secs(120);

/// A private cluster whose server was running when this value was made.
#[derive(Debug, Clone)]
pub struct Cluster {
    settings: Settings,
    layout: Layout,
    account: Option<Account>,
    binaries: Binaries,
    adopted: bool,
}

impl Cluster {
    /// Makes the cluster if its directory has none, and starts its server or adopts the one that is running.
    ///
    /// # Errors
    /// [`DbError::Cluster`] says what is missing: programs, permissions, room, the account.
    pub async fn start(settings: Settings) -> Result<Self> {
        let mut cluster = blocking(move || Self::prepare(settings)).await?;
        cluster.adopted = cluster.state() != State::Gone;
        cluster.ensure_running().await?;
        Ok(cluster)
    }

    /// Whether the server ran already when this value was made. A short-lived tool leaves such a server alone: a
    /// broker may be working with it.
    #[must_use]
    pub const fn adopted(&self) -> bool {
        self.adopted
    }

    /// Starts the server again if it is gone (killed, or stopped by an administrator). Cheap when it runs.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub async fn ensure_running(&self) -> Result<()> {
        let cluster = self.clone();
        blocking(move || {
            let _held = cluster.lock()?;
            cluster.run_server()
        })
        .await
    }

    /// Stops the server: open transactions are rolled back, what was committed is written out.
    ///
    /// # Errors
    /// [`DbError::Cluster`] when it does not stop in time.
    pub async fn stop(&self) -> Result<()> {
        let cluster = self.clone();
        blocking(move || {
            let _held = cluster.lock()?;
            if cluster.state() == State::Gone {
                return Ok(());
            }
            cluster.pg_ctl(&["-m", "fast", "stop"]).map(drop)
        })
        .await
    }

    /// Makes a database unless it exists. The name is one of ours: lower-case letters, digits, underscores.
    ///
    /// # Errors
    /// [`DbError::Config`] for another name; those of the connection.
    pub async fn create_database(&self, name: &str) -> Result<()> {
        if name.is_empty()
            || !name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        {
            return Err(DbError::Config(format!("{name:?} is not the name of a database")));
        }
        let options: sqlx::postgres::PgConnectOptions = self.url("postgres").parse()?;
        let mut conn = options.connect().await?;
        let exists: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(name)
            .fetch_one(&mut conn)
            .await?;
        if !exists {
            let made = sqlx::query(AssertSqlSafe(format!("create database {name}")))
                .execute(&mut conn)
                .await;
            // Another broker on the same data directory may have been quicker.
            match made {
                Err(sqlx::Error::Database(error))
                    if matches!(error.code().as_deref(), Some("42P04" | "23505")) => {}
                other => {
                    other?;
                }
            }
        }
        conn.close().await?;
        Ok(())
    }

    /// The URL of a database of the cluster, for [`crate::Db::open`] and for `psql`.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let host = percent_encoding::utf8_percent_encode(
            &self.layout.socket_directory.to_string_lossy(),
            percent_encoding::NON_ALPHANUMERIC,
        )
        .to_string();
        format!("postgres:///{database}?host={host}&user={DATABASE}")
    }

    /// The directory that the cluster occupies.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.layout.directory
    }

    /// Process id of the running server.
    #[must_use]
    pub fn server_pid(&self) -> Option<i32> {
        match self.state() {
            State::Gone => None,
            State::Changing(pid) | State::Ready(pid) => Some(pid),
        }
    }

    fn prepare(settings: Settings) -> Result<Self> {
        let account = Account::unprivileged()?;
        let layout = Layout::prepare(&settings.directory, account.as_ref())?;
        let _held = hold(&layout.lock)?;
        let binaries = Binaries::find(settings.binaries.as_deref(), layout.version()?.as_deref())?;
        if layout.version()?.is_none() {
            make(&layout, account.as_ref(), &binaries, settings.durability)?;
        }
        Ok(Self {
            settings,
            layout,
            account,
            binaries,
            adopted: false,
        })
    }

    fn lock(&self) -> Result<File> {
        hold(&self.layout.lock)
    }

    fn state(&self) -> State {
        postmaster::inspect(&self.layout.data)
    }

    /// Waits for a server that starts or stops; starts one where there is none.
    fn run_server(&self) -> Result<()> {
        let begun = Instant::now();
        let mut started = false;
        while begun.elapsed() < PATIENCE {
            match self.state() {
                State::Ready(_) => return Ok(()),
                State::Changing(_) => std::thread::sleep(Duration::from_millis(20)),
                State::Gone if started => break,
                State::Gone => {
                    postmaster::clear_remains(&self.layout)?;
                    settings::write(&self.settings, &self.layout, self.account.as_ref())?;
                    self.pg_ctl(&["-l", layout::LOG, "start"])?;
                    started = true;
                }
            }
        }
        Err(self.failure("the server does not get ready"))
    }

    /// Runs `pg_ctl` inside the directory with a relative path: `pg_ctl` puts paths through a shell.
    fn pg_ctl(&self, arguments: &[&str]) -> Result<()> {
        let seconds = PATIENCE.as_secs().to_string();
        let mut command = self
            .binaries
            .command("pg_ctl", self.account.as_ref(), &self.layout.directory);
        command
            .args(["-D", layout::DATA, "-w", "-s", "-t", &seconds])
            .args(arguments);
        let status = command
            .status()
            .map_err(|e| self.failure(&format!("pg_ctl cannot be run: {e}")))?;
        if status.success() {
            Ok(())
        } else {
            Err(self.failure("pg_ctl reports a failure"))
        }
    }

    fn failure(&self, what: &str) -> DbError {
        let log = layout::last_words(&self.layout.directory);
        DbError::Cluster(format!(
            "PostgreSQL in {}: {what}. Its last words: {log}",
            self.layout.directory.display()
        ))
    }
}

/// Makes the cluster beside its place and moves it there when complete, so that a killed `initdb` leaves nothing that
/// looks like a cluster.
fn make(
    layout: &Layout,
    account: Option<&Account>,
    binaries: &Binaries,
    durability: Durability,
) -> Result<()> {
    let unfinished: PathBuf = layout.directory.join("data.new");
    let failure = |what: String| {
        DbError::Cluster(format!(
            "a PostgreSQL cluster cannot be made in {}: {what}",
            layout.directory.display()
        ))
    };
    if unfinished.exists() {
        std::fs::remove_dir_all(&unfinished).map_err(|e| failure(e.to_string()))?;
    }
    let mut command = binaries.command("initdb", account, &layout.directory);
    command.args([
        "-D",
        "data.new",
        "-U",
        DATABASE,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-instructions",
    ]);
    if durability == Durability::Throwaway {
        command.arg("--no-sync");
    }
    let output = command
        .output()
        .map_err(|e| failure(format!("initdb cannot be run: {e}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        let advice = account.map(Account::advice).unwrap_or_default();
        return Err(failure(format!("initdb: {said}{advice}")));
    }
    std::fs::rename(&unfinished, &layout.data).map_err(|e| failure(e.to_string()))
}

/// One process at a time looks after a cluster. The lock goes with the process, however it ends.
fn hold(path: &Path) -> Result<File> {
    let failure = |e: std::io::Error| DbError::Cluster(format!("{}: {e}", path.display()));
    let file = File::options()
        .create(true)
        .append(true)
        .open(path)
        .map_err(failure)?;
    file.lock().map_err(failure)?;
    Ok(file)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| DbError::Cluster(e.to_string()))?
}
