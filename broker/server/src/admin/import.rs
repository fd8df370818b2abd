//! Imports a directory of templates as one commit of a domain.

use std::path::Path;

use aq_db::{Db, branch};
use aq_git::{Author, BranchName, CommitId, Repo};

use super::database;
use crate::config::Config;

/// `aqd import-templates`: the domain's next commit holds exactly the files of the directory.
///
/// # Errors
/// A sentence for the operator.
pub async fn import_templates(config: Config, domain: &str, directory: &Path) -> Result<(), String> {
    let running = database::open(&config).await?;
    let repository = Repo::open(&config.repository()).map_err(|e| e.to_string())?;
    import_branch(&config, &running.db, &repository, domain, directory).await?;
    running.release().await
}

/// Writes the commit, then moves the domain's head in the database, then exports the ref: a reader sees the old or
/// the new commit, and a crash between the steps leaves an unreferenced commit at worst.
pub(super) async fn import_branch(
    config: &Config,
    db: &Db,
    repository: &Repo,
    domain: &str,
    directory: &Path,
) -> Result<(), String> {
    let text = |e: aq_db::DbError| e.to_string();
    let mut tx = db.begin().await.map_err(text)?;
    let row = branch::require(&mut tx, "Domain", domain).await.map_err(text)?;
    branch::lock(&mut tx, &[row.id]).await.map_err(text)?;
    // Read again: whoever had the lock may have moved the head.
    let row = branch::require(&mut tx, "Domain", domain).await.map_err(text)?;
    let message = format!(
        "Import templates from {}",
        directory
            .file_name()
            .map(|n| n.to_string_lossy())
            .unwrap_or_default()
    );
    let parent: Option<CommitId> = row
        .commit_id
        .map(|c| c.parse())
        .transpose()
        .map_err(|e: aq_git::GitError| e.to_string())?;
    let author = Author::now("aqd", config.admin());
    let commit = repository
        .import_directory(directory, &author, &message, parent)
        .map_err(|e| format!("{}: {e}", directory.display()))?;
    branch::set_commit(&mut tx, row.id, &commit.to_string())
        .await
        .map_err(text)?;
    tx.commit().await.map_err(|e| e.to_string())?;
    let name: BranchName = domain.parse().map_err(|e: aq_git::GitError| e.to_string())?;
    repository.set_branch(&name, commit).map_err(|e| e.to_string())
}
