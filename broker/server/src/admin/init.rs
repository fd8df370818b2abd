//! `aqd init`: an empty directory becomes an installation. Running it again completes what is missing and changes
//! nothing that is there.

use std::fs;
use std::path::PathBuf;

use aq_auth::Principal;
use aq_db::Seed;
use aq_db::{principal, role};
use aq_git::Repo;

use super::database;
use super::import::import_branch;
use crate::config::Config;

/// Options of `aqd init`.
#[derive(Debug, clap::Args)]
pub struct InitOptions {
    /// Principal (user@REALM) that becomes aqd_admin, besides local root.
    #[arg(long, value_name = "PRINCIPAL")]
    pub admin: Vec<String>,
    /// Directory with the first templates of the domain prod.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

/// Creates data directory, database, first rows, repository and the domain `prod`.
///
/// # Errors
/// A sentence for the operator.
pub async fn init(config: Config, options: InitOptions) -> Result<(), String> {
    fs::create_dir_all(&config.data_dir).map_err(|e| format!("{}: {e}", config.data_dir.display()))?;
    let running = database::open(&config).await?;
    running.db.migrate().await.map_err(|e| e.to_string())?;

    let seed = Seed {
        realm: Some(config.realm.clone()),
        organization: config
            .default_organization
            .clone()
            .map(|name| (name.clone(), name)),
        domain: config.defaults.domain.clone(),
        dns_environment: config.defaults.environment.clone(),
        network_environment: config.defaults.environment.clone(),
        ..Seed::default()
    };
    running.db.seed(&seed).await.map_err(|e| e.to_string())?;
    let mut admins = vec![config.admin()];
    admins.extend(options.admin);
    for text in admins {
        let admin: Principal = text.parse().map_err(|e| format!("{text}: {e}"))?;
        make_admin(&running.db, &admin).await.map_err(|e| e.to_string())?;
    }

    let repository = Repo::init(&config.repository()).map_err(|e| e.to_string())?;
    if let Some(directory) = &options.templates {
        import_branch(
            &config,
            &running.db,
            &repository,
            &config.defaults.domain,
            directory,
        )
        .await?;
    }
    running.release().await
}

async fn make_admin(db: &aq_db::Db, admin: &Principal) -> Result<(), aq_db::DbError> {
    let mut tx = db.begin().await?;
    let row = principal::ensure(&mut tx, admin.account(), &admin.realm).await?;
    let role = role::require(&mut tx, role::ADMIN).await?;
    principal::set_role(&mut tx, row.id, role.id, row.comments.as_deref()).await?;
    tx.commit().await?;
    Ok(())
}
