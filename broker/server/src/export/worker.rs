//! Works outbox entries off: at once for the command that just committed, in the background for what was left over.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aq_db::outbox::{self, Entry, NewEntry};
use aq_db::{branch, plenary, profile};
use aq_git::{BranchName, CommitId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use tokio::sync::watch;
use uuid::Uuid;

use super::{files, index, plenary_path, profiles};
use crate::app::App;
use crate::compile::Compiled;
use crate::error::{CommandError, Result};
use crate::fault::{self, Point};
use crate::plenary::Change;

/// Entries taken at a time.
const BATCH: usize = 200;
/// Plenaries read at a time when all of them are exported.
const PAGE: i64 = 1000;
/// How often the background worker looks for entries that a crash or a full disk left behind.
const PAUSE: Duration = Duration::from_secs(5);
/// How long an answer waits for other workers.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it looks.
const GLANCE: Duration = Duration::from_millis(20);

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
    /// The marks of objects that another transaction got into the way of.
    Recheck {
        /// Number of the transaction that changed or compiled something.
        xid: String,
        /// What it could see when it began to read.
        snapshot: String,
    },
    /// The ref of a branch.
    Ref {
        /// Name of the branch.
        branch: String,
    },
}

impl Task {
    /// Kind of the entries of profiles, which are worked off together.
    const PROFILE: &str = "profile";

    /// Tasks with one key are worked off one after the other, by however many brokers.
    fn key(&self) -> String {
        match self {
            Task::Plenary { branch: None, name } => format!("plenary {name}"),
            Task::Plenary {
                branch: Some(branch),
                name,
            } => format!("plenary {branch}:{name}"),
            Task::Profile { object } => outbox::profile_key(object),
            Task::Index => index::KIND.to_owned(),
            Task::Recheck { xid, .. } => format!("recheck {xid}"),
            Task::Ref { branch } => format!("ref {branch}"),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Task::Plenary { .. } => "plenary",
            Task::Profile { .. } => Task::PROFILE,
            Task::Index => index::KIND,
            Task::Recheck { .. } => "recheck",
            Task::Ref { .. } => "ref",
        }
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Task::Plenary { branch: None, name } => write!(f, "Plenary {name}"),
            Task::Plenary {
                branch: Some(branch),
                name,
            } => write!(f, "Plenary {name} of {branch}"),
            Task::Profile { object } => write!(f, "Profile {object}"),
            Task::Index => f.write_str("Index of profiles"),
            Task::Recheck { xid, .. } => write!(f, "Marks of transaction {xid}"),
            Task::Ref { branch } => write!(f, "Branch {branch}"),
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
    tasks.extend(plenaries.iter().map(|c| Task::Plenary {
        branch: c.branch.clone(),
        name: c.name.clone(),
    }));
    for compiled in profiles.iter().filter(|p| p.changed()) {
        tasks.insert(Task::Profile {
            object: compiled.object.clone(),
        });
    }
    if tasks.iter().any(|t| matches!(t, Task::Profile { .. })) {
        tasks.insert(Task::Index);
    }
    write_entries(conn, request, &tasks).await
}

async fn write_entries(conn: &mut PgConnection, request: Uuid, tasks: &BTreeSet<Task>) -> Result<()> {
    let mut entries = Vec::with_capacity(tasks.len());
    let keys: Vec<String> = tasks.iter().map(Task::key).collect();
    for (task, key) in tasks.iter().zip(&keys) {
        let payload = serde_json::to_value(task).map_err(CommandError::internal)?;
        entries.push(NewEntry {
            kind: task.kind(),
            ordering_key: Some(key),
            payload,
        });
    }
    outbox::enqueue(conn, Some(request), &entries).await?;
    Ok(())
}

/// Works off what the request left, before its answer goes out, and waits for what another worker has taken of it or is ahead of
/// it. What fails stays for the background worker.
pub async fn run_request(app: &Arc<App>, request: Uuid) {
    let begin = Instant::now();
    loop {
        match drain(app, Some(request)).await {
            Ok(0) => return,
            Ok(_) if begin.elapsed() < PATIENCE => tokio::time::sleep(GLANCE).await,
            Ok(left) => {
                tracing::warn!(%request, "export is late: others work on {left} entries for too long");
                return;
            }
            Err(error) => {
                tracing::warn!(%request, "export is late: {error}");
                return;
            }
        }
    }
}

/// What could not be exported for the request, one line each; it is tried again in the background. For commands that are
/// defined per item.
pub async fn failures(app: &Arc<App>, request: Uuid) -> Result<Vec<String>> {
    // Entries of this request may wait behind older ones of other requests.
    drain(app, None).await?;
    drain(app, Some(request)).await?;
    let mut tx = app.db.snapshot().await?;
    let failing = outbox::failing(&mut tx, request).await?;
    failing
        .into_iter()
        .map(|(payload, reason)| {
            let task: Task = serde_json::from_value(payload).map_err(CommandError::internal)?;
            Ok(format!("{task}: {}", reason.replace('\n', "; ")))
        })
        .collect()
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

/// Gives how many are left that others work on.
async fn drain(app: &Arc<App>, request: Option<Uuid>) -> Result<usize> {
    loop {
        let mut tx = app.db.begin().await?;
        let due = match request {
            Some(id) => outbox::due_of_request(&mut tx, id, index::KIND).await?,
            None => outbox::due(&mut tx).await?,
        };
        tx.commit().await.map_err(aq_db::DbError::from)?;
        let mut done = 0;
        for part in due.chunks(BATCH) {
            done += work_off(app, part).await?;
        }
        // What is left is somebody else's, or has just failed and is not due the next time.
        if done == 0 {
            return Ok(due.len());
        }
    }
}

/// Works off those of some entries that can be taken. Gives how many were done.
async fn work_off(app: &Arc<App>, ids: &[i64]) -> Result<usize> {
    let mut tx = app.db.begin().await?;
    let entries = outbox::take(&mut tx, ids).await?;
    if entries.is_empty() {
        return Ok(0);
    }
    let mut done = Vec::with_capacity(entries.len());
    // No two entries that are taken together have one key, so their order does not matter.
    let (many, others): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.kind == Task::PROFILE);
    for (id, result) in profiles::perform(app, &mut tx, &many).await? {
        match result {
            Ok(()) => done.push(id),
            Err(error) => refused(&mut tx, id, Task::PROFILE, &error).await?,
        }
    }
    for entry in others {
        // Taken before the index is read: it says what they want said.
        let same = match entry.kind.as_str() {
            index::KIND => outbox::take_key(&mut tx, index::KIND).await?,
            _ => Vec::new(),
        };
        match perform(app, &mut tx, entry).await {
            Ok(()) => {
                done.push(entry.id);
                done.extend(same);
            }
            Err(error) => refused(&mut tx, entry.id, &entry.kind, &error).await?,
        }
    }
    fault::pass(Point::EntriesDone);
    outbox::done(&mut tx, &done).await?;
    tx.commit().await.map_err(aq_db::DbError::from)?;
    app.notify.files_written();
    Ok(done.len())
}

async fn refused(conn: &mut PgConnection, id: i64, kind: &str, error: &CommandError) -> Result<()> {
    tracing::warn!(id, kind, "{error}");
    let reason = error.internal.as_deref().unwrap_or(&error.message);
    Ok(outbox::failed(conn, id, reason).await?)
}

async fn perform(app: &Arc<App>, conn: &mut PgConnection, entry: &Entry) -> Result<()> {
    let task: Task = serde_json::from_value(entry.payload.clone()).map_err(CommandError::internal)?;
    match task {
        Task::Plenary { branch, name } => {
            let branch_id = match &branch {
                Some(name) => branch::find(conn, name).await?.map(|b| b.id),
                None => None,
            };
            let content = if branch.is_some() && branch_id.is_none() {
                None
            } else {
                plenary::find(conn, branch_id, &name)
                    .await?
                    .map(|p| p.content.into_bytes())
            };
            write(app, vec![(plenary_path(branch.as_deref(), &name), content)]).await
        }
        Task::Profile { .. } => match profiles::perform(app, conn, &[entry]).await?.pop() {
            Some((_, result)) => result,
            None => Ok(()),
        },
        Task::Index => index::write(app, conn).await,
        Task::Recheck { xid, snapshot } => {
            aq_db::stale::recheck(conn, &aq_db::stale::Transaction { xid, snapshot }).await?;
            Ok(())
        }
        Task::Ref { branch } => {
            let head = match branch::find(conn, &branch).await? {
                Some(row) => row.commit_id,
                None if branch == branch::TRASH => branch::trash(conn).await?,
                None => None,
            };
            let name: BranchName = branch.parse().map_err(CommandError::internal)?;
            let head: Option<CommitId> = head
                .map(|commit| commit.parse())
                .transpose()
                .map_err(CommandError::internal)?;
            let app = app.clone();
            tokio::task::spawn_blocking(move || match head {
                Some(commit) => app.repository.set_branch(&name, commit),
                None => app.repository.delete_branch_ref(&name),
            })
            .await
            .map_err(CommandError::internal)?
            .map_err(CommandError::internal)?;
            fault::pass(Point::RefMoved);
            Ok(())
        }
    }
}

pub(super) async fn write(app: &Arc<App>, list: Vec<(String, Option<Vec<u8>>)>) -> Result<()> {
    let root: PathBuf = app.config.export_dir();
    tokio::task::spawn_blocking(move || {
        for (path, content) in list {
            files::bring_up_to_date(&root, &path, content.as_deref())
                .map_err(|e| CommandError::internal(format!("{path}: {e}")))?;
        }
        Ok(())
    })
    .await
    .map_err(CommandError::internal)?
}

/// Queues the export of everything: after the export directory was lost.
pub async fn enqueue_everything(conn: &mut PgConnection, request: Uuid) -> Result<()> {
    let mut tasks = BTreeSet::from([Task::Index]);
    let mut after = 0;
    loop {
        let page = plenary::page(conn, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        let ids: Vec<i64> = page.iter().filter_map(|p| p.branch_id).collect();
        let names: HashMap<i64, String> = branch::names(conn, &ids).await?.into_iter().collect();
        tasks.extend(page.into_iter().map(|p| Task::Plenary {
            branch: p.branch_id.and_then(|id| names.get(&id).cloned()),
            name: p.name,
        }));
    }
    tasks.extend(
        profile::index(conn)
            .await?
            .into_iter()
            .map(|e| Task::Profile { object: e.object }),
    );
    write_entries(conn, request, &tasks).await
}
