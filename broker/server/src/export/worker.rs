//! Works outbox entries off: at once for the command that just committed, in the background for what was left over.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aq_db::outbox::{self, Entry};
use aq_db::{plenary, profile};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use tokio::sync::watch;
use uuid::Uuid;

use super::{files, index, plenary_path, profile_path};
use crate::app::App;
use crate::compile::Compiled;
use crate::error::{CommandError, Result};
use crate::plenary::Change;

/// Entries taken at a time.
const BATCH: i64 = 200;
/// How often the background worker looks for entries that a crash or a full disk left behind.
const PAUSE: Duration = Duration::from_secs(5);

/// Something outside the database that has to be brought up to date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "task")]
pub enum Task {
    /// The file of a plenary.
    Plenary {
        /// Branch of an object template.
        branch: Option<String>,
        /// Name of the template.
        name: String,
    },
    /// The files of a profile.
    Profile {
        /// Name of the object.
        object: String,
    },
    /// `profiles-info.xml`.
    Index,
    /// The ref of a branch.
    Ref {
        /// Name of the branch.
        branch: String,
    },
}

impl Task {
    fn kind(&self) -> &'static str {
        match self {
            Task::Plenary { .. } => "plenary",
            Task::Profile { .. } => "profile",
            Task::Index => "index",
            Task::Ref { .. } => "ref",
        }
    }
}

/// Writes the entries of a command into its transaction.
pub async fn enqueue(
    conn: &mut PgConnection,
    request: Uuid,
    plenaries: &[Change],
    profiles: &[Compiled],
    more: &BTreeSet<Task>,
) -> Result<()> {
    let mut tasks = more.clone();
    tasks.extend(plenaries.iter().map(|c| Task::Plenary { branch: c.branch.clone(), name: c.name.clone() }));
    for compiled in profiles.iter().filter(|p| p.changed()) {
        tasks.insert(Task::Profile { object: compiled.object.clone() });
    }
    if tasks.iter().any(|t| matches!(t, Task::Profile { .. })) {
        tasks.insert(Task::Index);
    }
    let mut rows = Vec::with_capacity(tasks.len());
    for task in &tasks {
        rows.push((task.kind(), serde_json::to_value(task).map_err(CommandError::internal)?));
    }
    outbox::enqueue(conn, Some(request), &rows).await?;
    Ok(())
}

/// Works off what the request left, before its answer goes out. What fails stays for the background worker.
pub async fn run_request(app: &Arc<App>, request: Uuid) {
    if let Err(error) = drain(app, Some(request)).await {
        tracing::warn!(%request, "export is late: {error}");
    }
}

/// Works off what is left over until `stop` changes.
pub async fn worker(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = drain(&app, None).await {
            tracing::warn!("export worker: {error}");
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.changed() => return,
        }
    }
}

async fn drain(app: &Arc<App>, request: Option<Uuid>) -> Result<()> {
    loop {
        let mut tx = app.db.begin().await?;
        let entries = outbox::take(&mut tx, request, BATCH).await?;
        if entries.is_empty() {
            return Ok(());
        }
        let mut done = Vec::with_capacity(entries.len());
        let mut failed = 0;
        for entry in &entries {
            match perform(app, &mut tx, entry).await {
                Ok(()) => done.push(entry.id),
                Err(error) => {
                    failed += 1;
                    tracing::warn!(id = entry.id, kind = entry.kind, "{error}");
                    outbox::failed(&mut tx, entry.id, &error.to_string()).await?;
                }
            }
        }
        outbox::done(&mut tx, &done).await?;
        tx.commit().await.map_err(aq_db::DbError::from)?;
        if failed == entries.len() {
            return Ok(());
        }
    }
}

async fn perform(app: &Arc<App>, conn: &mut PgConnection, entry: &Entry) -> Result<()> {
    let task: Task = serde_json::from_value(entry.payload.clone()).map_err(CommandError::internal)?;
    match task {
        Task::Plenary { branch, name } => {
            let content = plenary::content(conn, branch.as_deref(), &name).await?;
            write(app, vec![(plenary_path(branch.as_deref(), &name), content.map(String::into_bytes))]).await
        }
        Task::Profile { object } => {
            let content = profile::current(conn, &object).await?;
            let xml = content.as_ref().and_then(|c| c.xml.clone());
            let json = content.and_then(|c| c.json);
            write(app, vec![(profile_path(&object, "xml"), xml), (profile_path(&object, "json"), json)]).await
        }
        Task::Index => {
            let text = index::render(&profile::index(conn).await?);
            write(app, vec![(format!("web/htdocs/profiles/{}", index::NAME), Some(text.into_bytes()))]).await
        }
        Task::Ref { branch } => {
            let Some(row) = aq_db::branch::find(conn, &branch).await? else { return Ok(()) };
            let Some(commit) = row.commit_id else { return Ok(()) };
            let app = app.clone();
            tokio::task::spawn_blocking(move || app.repository.export_head(&branch, &commit))
                .await
                .map_err(CommandError::internal)?
                .map_err(CommandError::internal)
        }
    }
}

async fn write(app: &Arc<App>, list: Vec<(String, Option<Vec<u8>>)>) -> Result<()> {
    let root: PathBuf = app.config.export_dir();
    tokio::task::spawn_blocking(move || {
        for (path, content) in list {
            files::bring_up_to_date(&root, &path, content.as_deref()).map_err(|e| CommandError::internal(format!("{path}: {e}")))?;
        }
        Ok(())
    })
    .await
    .map_err(CommandError::internal)?
}

/// Queues the export of everything: after the export directory was lost.
pub async fn enqueue_everything(conn: &mut PgConnection, request: Uuid) -> Result<()> {
    let mut rows = Vec::new();
    for (branch, name) in plenary::names(conn).await? {
        rows.push(("plenary", serde_json::to_value(Task::Plenary { branch, name }).map_err(CommandError::internal)?));
    }
    for entry in profile::index(conn).await? {
        let task = Task::Profile { object: entry.object };
        rows.push(("profile", serde_json::to_value(task).map_err(CommandError::internal)?));
    }
    rows.push(("index", serde_json::to_value(Task::Index).map_err(CommandError::internal)?));
    outbox::enqueue(conn, Some(request), &rows).await?;
    Ok(())
}
