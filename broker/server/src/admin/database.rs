//! Opens the database that the configuration names: an existing server, or the private cluster.

use aq_db::private::{Cluster, DATABASE, Settings};
use std::time::Duration;

use aq_db::{Db, PoolSettings};

use tokio::sync::watch;

use crate::app::App;
use crate::config::Config;
use crate::{compile, notify};

/// An open database and, when it is private, the cluster behind it.
pub struct Running {
    /// The connections.
    pub db: Db,
    /// A few connections beside those of the commands, for what these say while they run.
    pub progress: Db,
    /// Connections of those who tell others of changes.
    pub notify: Db,
    /// Connections for compiles of other brokers.
    pub compile: Db,
    cluster: Option<Cluster>,
}

/// Connections for progress: one that writes, one that listens, and some for readers.
const PROGRESS: u32 = 4;

/// Connects; starts (or finds) the private cluster first when no address is configured.
///
/// # Errors
/// A sentence for the operator.
pub async fn open(config: &Config) -> Result<Running, String> {
    let (url, cluster) = match &config.database_url {
        Some(url) => (url.clone(), None),
        None => {
            let settings = Settings::durable(config.cluster_dir());
            let cluster = Cluster::start(settings).await.map_err(|e| e.to_string())?;
            let _ = cluster.create_database(DATABASE).await;
            (cluster.url(DATABASE), Some(cluster))
        }
    };
    let settings = App::pool_settings(config);
    let db = if cluster.is_some() {
        Db::connect(&url, &settings).await
    } else {
        // A server that is away at the moment is reported per request, and found again when it is back.
        Db::open(&url, &settings)
    };
    let few = PoolSettings {
        connections: PROGRESS,
        ..settings.clone()
    };
    let own = PoolSettings {
        connections: notify::connections(config),
        ..settings.clone()
    };
    let helping = PoolSettings {
        connections: compile::work::CONNECTIONS,
        ..settings
    };
    Ok(Running {
        progress: Db::open(&url, &few).map_err(|e| e.to_string())?,
        notify: Db::open(&url, &own).map_err(|e| e.to_string())?,
        compile: Db::open(&url, &helping).map_err(|e| e.to_string())?,
        db: db.map_err(|e| e.to_string())?,
        cluster,
    })
}

/// How often the server of the private cluster is looked at.
const WATCH: Duration = Duration::from_millis(500);
/// Pause after it could not be started again: whatever is in the way needs somebody to remove it.
const PAUSE: Duration = Duration::from_secs(2);

impl Running {
    /// Closes the connections, and stops the private cluster unless it ran before: a broker may be using it.
    ///
    /// # Errors
    /// When the cluster does not stop.
    pub async fn release(self) -> Result<(), String> {
        if self.cluster.as_ref().is_some_and(Cluster::adopted) {
            self.db.close().await;
            return Ok(());
        }
        self.stop().await
    }

    /// Starts the server of a private cluster again whenever it is gone, until `stop` changes. Commands are answered
    /// "unavailable" meanwhile; the pools connect again by themselves.
    pub fn watchdog(&self, mut stop: watch::Receiver<bool>) -> impl Future<Output = ()> + use<> {
        let cluster = self.cluster.clone();
        async move {
            let Some(cluster) = cluster else { return };
            let mut pause = WATCH;
            loop {
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    _ = stop.wait_for(|s| *s) => return,
                }
                pause = WATCH;
                if cluster.server_pid().is_some() {
                    continue;
                }
                tracing::error!("the private PostgreSQL is gone: starting it again");
                match cluster.ensure_running().await {
                    Ok(()) => tracing::info!("the private PostgreSQL runs again"),
                    Err(error) => {
                        tracing::error!("the private PostgreSQL does not start: {error}");
                        pause = PAUSE;
                    }
                }
            }
        }
    }

    /// Closes the connections and stops the private cluster.
    ///
    /// # Errors
    /// When the cluster does not stop.
    pub async fn stop(self) -> Result<(), String> {
        self.progress.close().await;
        self.notify.close().await;
        self.compile.close().await;
        self.db.close().await;
        match self.cluster {
            Some(cluster) => cluster.stop().await.map_err(|e| e.to_string()),
            None => Ok(()),
        }
    }
}
