//! Telling others after a change: machines that have a new profile (UDP), and programs that follow events (streams,
//! webhooks).
//!
//! A command writes down in its transaction what is to be told ([`record()`]); the tasks of this module tell it after the
//! commit, at least once. What waits is a row, so a broker that dies forgets nothing, and brokers on one database share
//! the work.

mod hub;
mod machines;
mod publisher;
mod record;
mod secret;
mod webhook;

pub use hub::Hub;
pub use record::{Done, event_json, record};
pub use webhook::{client as http_client, unknown_kind};

use std::sync::Arc;
use std::time::Duration;

use aq_db::Db;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::App;
use crate::config::Config;

/// How often everything is looked at without being told: another broker may have died with its work.
const ROUND: Duration = Duration::from_secs(5);
/// Pause after the database refused.
const PAUSE: Duration = Duration::from_secs(1);
/// Connections of this module: one that listens, one that publishes, one that tells machines; and one for each webhook.
const CONNECTIONS: u32 = 3;

/// Connections that [`start`] needs.
pub fn connections(config: &Config) -> u32 {
    CONNECTIONS.saturating_add(u32::try_from(config.webhooks.len()).unwrap_or(u32::MAX))
}

/// Starts the tasks, which run until `stop` changes.
///
/// # Errors
/// A sentence that says which setting cannot be used.
pub fn start(app: &Arc<App>, db: &Db, stop: &watch::Receiver<bool>) -> Result<JoinSet<()>, String> {
    let mut tasks = JoinSet::new();
    let endpoints = webhook::endpoints(&app.config)?;
    if !endpoints.is_empty() {
        let client = webhook::client()?;
        for endpoint in endpoints {
            tasks.spawn(webhook::deliver(
                app.clone(),
                db.clone(),
                client.clone(),
                endpoint,
                stop.clone(),
            ));
        }
    }
    if app.config.client_notifications.enabled {
        tasks.spawn(machines::tell(app.clone(), db.clone(), stop.clone()));
    }
    tasks.spawn(publisher::publish(app.clone(), db.clone(), stop.clone()));
    tasks.spawn(hub::listen(app.clone(), db.clone(), stop.clone()));
    Ok(tasks)
}

/// Checks what [`start`] will need, before anything is served.
///
/// # Errors
/// A sentence that says which setting cannot be used.
pub fn check(config: &Config) -> Result<(), String> {
    if config.client_notifications.rate == 0 {
        return Err("client_notifications.rate: at least 1 packet has to be sent in a second".into());
    }
    webhook::endpoints(config).map(|_| ())
}

/// Waits for news, but not longer than `pause`. Tells whether the broker goes on.
async fn news(wake: &mut watch::Receiver<u64>, pause: Duration, stop: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        // An error means that the sender is gone, which is a stop as well.
        result = wake.changed() => result.is_ok(),
        () = tokio::time::sleep(pause) => true,
        _ = stop.wait_for(|s| *s) => false,
    }
}
