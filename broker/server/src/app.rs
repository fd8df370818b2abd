//! What all requests of one broker process share. Nothing here is state that another broker on the same database
//! would need: settings, connections, and caches keyed by content.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::thread;

use aq_auth::Acceptor;
use aq_auth::peer::PeerMap;
use aq_auth::policy::Policy;
use aq_db::{Db, PoolSettings};
use aq_git::Repo;
use pan_eval::{Engine, Limits};

use crate::compile::work::Jobs;
use crate::config::Config;
use crate::notify::Hub;
use crate::progress::Registry;

/// Bytes of a megabyte in the settings.
pub const MEGABYTE: u64 = 1 << 20;

/// Everything that a rule of the policy can name: commands, and their forms that an option chooses.
fn actions() -> BTreeSet<String> {
    let mut actions = BTreeSet::from([crate::http::EVENTS_ACTION.to_owned()]);
    for command in aq_catalogue::COMMANDS {
        actions.insert(command.name.to_owned());
        let triggers = command.transports.iter().filter_map(|t| t.trigger);
        actions.extend(triggers.map(|trigger| format!("{}_{trigger}", command.name)));
    }
    actions
}

/// The shared parts of a broker.
pub struct App {
    /// Settings.
    pub config: Config,
    /// Connections to PostgreSQL.
    pub db: Db,
    /// Checks Kerberos tickets; `None` without a keytab.
    pub acceptor: Option<Acceptor>,
    /// Decides who may do what.
    pub policy: Policy,
    /// Maps local users to principals.
    pub peers: PeerMap,
    /// The repository with all branches.
    pub repository: Arc<Repo>,
    /// The Pan engine with its caches.
    pub engine: Engine,
    /// Threads that compile for one command.
    pub compile_threads: usize,
    /// What requests say while they run.
    pub progress: Arc<Registry>,
    /// Wakes those who tell others of changes.
    pub notify: Hub,
    /// Wakes those who wait for compiles that brokers share.
    pub jobs: Jobs,
    /// Where the command port really is, once it listens.
    pub address: OnceLock<SocketAddr>,
}

impl App {
    /// Puts a broker together; `progress` are the connections for what requests say while they run.
    ///
    /// # Errors
    /// A sentence that says which setting cannot be used.
    pub fn new(config: Config, db: Db, progress: Db) -> Result<App, String> {
        let acceptor = match &config.keytab {
            Some(keytab) => {
                Some(Acceptor::new(keytab, None).map_err(|e| format!("keytab {}: {e}", keytab.display()))?)
            }
            None => None,
        };
        let policy = match &config.policy {
            Some(path) => Policy::read(path).map_err(|e| format!("{}: {e}", path.display()))?,
            None => Policy::built_in().map_err(|e| e.to_string())?,
        }
        .with_local_realm(&config.realm);
        let unknown = policy.unknown_actions(&actions());
        match &config.policy {
            Some(path) if !unknown.is_empty() => {
                return Err(format!(
                    "{}: no such command: {}; a rule with a misspelt name protects nothing. Commands are named as on the command line, \
                     a form of one with the option that chooses it behind it (del_interface_switch)",
                    path.display(),
                    unknown.join(", ")
                ));
            }
            // The built-in rules also name commands that other versions of this program have.
            _ if !unknown.is_empty() => {
                tracing::info!(
                    "the built-in policy names commands that this broker has not: {}",
                    unknown.join(", ")
                );
            }
            _ => {}
        }
        let repository = Repo::open(&config.repository()).map_err(|e| {
            format!(
                "repository {}: {e}; run `aqd init` first",
                config.repository().display()
            )
        })?;
        let admin = config
            .admin()
            .parse()
            .map_err(|e| format!("admin_principal: {e}"))?;
        let bounds = config.compile_limits;
        let limits = Limits {
            iterations: bounds.iterations,
            depth: bounds.depth,
            steps: bounds.steps,
            memory: bounds.memory_mb.saturating_mul(MEGABYTE),
            // An element takes some thirty bytes of markup.
            elements: bounds.output_mb.max(1).saturating_mul(MEGABYTE / 32),
            ..Limits::default()
        };
        Ok(App {
            peers: PeerMap::new(&config.realm, admin),
            compile_threads: config
                .compile_threads
                .unwrap_or_else(|| thread::available_parallelism().map_or(1, Into::into)),
            notify: Hub::new(config.events.streams),
            config,
            db,
            acceptor,
            policy,
            repository: Arc::new(repository),
            engine: Engine::new(limits),
            progress: Registry::new(progress),
            jobs: Jobs::default(),
            address: OnceLock::new(),
        })
    }

    /// URL of the repository for users' clones.
    pub fn git_url(&self) -> String {
        match &self.config.git_url {
            Some(url) => url.clone(),
            None => {
                let address = self.address.get().unwrap_or(&self.config.listen);
                // The name and not the address: tickets are for names.
                format!("http://localhost:{}/git/template-king", address.port())
            }
        }
    }

    /// Settings of the connection pool.
    pub fn pool_settings(config: &Config) -> PoolSettings {
        PoolSettings {
            connections: config.database_connections,
            ..PoolSettings::default()
        }
    }
}
