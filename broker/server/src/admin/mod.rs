//! What an operator does with `aqd` itself: create an installation, serve, migrate, import templates.

mod database;
mod import;
mod init;
mod serve;

pub use import::import_templates;
pub use init::{InitOptions, init};
pub use serve::serve;

use crate::config::Config;

/// Brings the schema of the configured database to this version.
///
/// # Errors
/// A sentence for the operator.
pub async fn migrate(config: Config) -> Result<(), String> {
    let running = database::open(&config).await?;
    running.db.migrate().await.map_err(|e| e.to_string())?;
    running.release().await
}
