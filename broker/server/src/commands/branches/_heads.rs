//! Moving the heads of branches: rows first, refs after the commit, and in between everything compiled that the move
//! touches, so that a head only moves to templates with which all objects compile.

use std::sync::Arc;

use aq_db::branch::{self, Branch, MoveKind, NewMove};
use aq_db::event::{self, NewEvent};
use aq_db::{compile_target, domain};
use aq_git::{CommitId, GitError, Repo};

use serde_json::json;

use crate::command::Cx;
use crate::compile;
use crate::error::{CommandError, Result};
use crate::export::Task;

/// Why a head moves.
#[derive(Debug, Clone, Copy)]
pub struct Why<'a> {
    /// The command.
    pub kind: MoveKind,
    /// Name of the branch that the commits come from.
    pub source: Option<&'a str>,
    /// Ticket that was given.
    pub justification: Option<&'a str>,
    /// Reason that was given.
    pub reason: Option<&'a str>,
    /// Whether what the move touches is compiled; `None` for what the domain says.
    pub compile: Option<bool>,
}

/// A commit id from a row.
pub fn commit_id(text: &str) -> Result<CommitId> {
    text.parse().map_err(CommandError::internal)
}

/// The head of a branch.
pub fn head(branch: &Branch) -> Result<CommitId> {
    commit_id(
        branch
            .commit_id
            .as_deref()
            .ok_or_else(|| no_commit(&branch.name))?,
    )
}

/// The error of a branch without a head.
pub fn no_commit(name: &str) -> CommandError {
    CommandError::argument(format!("Branch {name} has no commit yet."))
        .hint("Import templates with `aqd import-templates`, or publish to it.")
}

/// Runs work on the repository on a thread that may wait for the disk. What a user typed is told to them; damage is not.
pub async fn in_repository<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, GitError> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(CommandError::internal)?
        .map_err(|error| match error {
            GitError::Reference { .. } | GitError::Names(_) => CommandError::argument(error.to_string()),
            full if full.is_no_room() => CommandError::no_room(full),
            other => CommandError::internal(other),
        })
}

/// Does the branch contain a commit?
pub async fn contains(repository: &Arc<Repo>, branch: CommitId, commit: CommitId) -> Result<bool> {
    let repository = repository.clone();
    in_repository(move || repository.contains(branch, commit)).await
}

/// The lines of a commit message that say who and why. Nothing that a user writes makes a line of its own.
pub fn trailers(cx: &Cx, justification: Option<&str>, reason: Option<&str>) -> String {
    let mut text = format!("User: {}\nRequest-ID: {}\n", cx.caller.name(), cx.request_id);
    for (label, value) in [("Justification", justification), ("Reason", reason)] {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            text.push_str(&format!("{label}: {}\n", one_line(value)));
        }
    }
    text
}

/// A text without line breaks.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Records where a new branch begins and exports its ref.
pub async fn began(
    cx: &mut Cx,
    id: i64,
    name: &str,
    commit: &str,
    source: &str,
    kind: MoveKind,
) -> Result<()> {
    let principal = cx.caller.name();
    let new = NewMove {
        kind,
        source: Some(source),
        old_commit: None,
        new_commit: commit,
        principal: &principal,
        justification: None,
        reason: None,
        request_id: cx.request_id,
    };
    branch::record(cx.db(), id, &new).await?;
    cx.export(Task::Ref {
        branch: name.to_owned(),
    });
    Ok(())
}

/// Moves the head of a branch that the caller has locked, and compiles what that touches before the command commits.
/// Gives the number of objects that will be compiled.
pub async fn advance(cx: &mut Cx, branch: &Branch, new: CommitId, why: &Why<'_>) -> Result<usize> {
    let (principal, text) = (cx.caller.name(), new.to_string());
    let record = NewMove {
        kind: why.kind,
        source: why.source,
        old_commit: branch.commit_id.as_deref(),
        new_commit: &text,
        principal: &principal,
        justification: why.justification,
        reason: why.reason,
        request_id: cx.request_id,
    };
    branch::move_head(cx.db(), branch.id, &record).await?;
    cx.export(Task::Ref {
        branch: branch.name.clone(),
    });
    let auto = match domain::find(cx.db(), &branch.name).await? {
        Some(domain) => {
            tell(cx, branch, &text, why).await?;
            domain.auto_compile
        }
        // The author of a sandbox compiles when it is time.
        None => return Ok(0),
    };
    if !why.compile.unwrap_or(auto) {
        return Ok(0);
    }
    let Some(old) = branch.commit_id.as_deref() else {
        return Ok(0);
    };
    let touched = touched(cx, branch.id, commit_id(old)?, new).await?;
    touched.iter().for_each(|host| cx.compile_stored(*host));
    Ok(touched.len())
}

/// Writes the event that a domain got another head.
async fn tell(cx: &mut Cx, branch: &Branch, new: &str, why: &Why<'_>) -> Result<()> {
    let (request_id, username, command) = (cx.request_id, cx.caller.name(), cx.command);
    let event = NewEvent {
        kind: event::Kind::Deploy,
        request_id,
        username: &username,
        command,
        payload: json!({
            "source": why.source,
            "target": branch.name,
            "commit": new,
            "old_commit": branch.commit_id,
        }),
    };
    Ok(event::record(cx.db(), &event).await?)
}

/// Hardware ids of the hosts of a branch that a move of its head touches.
pub async fn touched(cx: &mut Cx, branch_id: i64, old: CommitId, new: CommitId) -> Result<Vec<i64>> {
    let repository = cx.app.repository.clone();
    let paths = in_repository(move || repository.changed_paths(old, new)).await?;
    let changed = compile::dependencies_of(&paths);
    Ok(compile_target::dependents(cx.db(), branch_id, &changed).await?)
}

/// Lets the domains that follow the branch do so, as far as they follow by themselves. `source` and its followers are
/// locked; its head is `new`.
pub async fn follow(cx: &mut Cx, source: &Branch, new: CommitId, why: &Why<'_>) -> Result<usize> {
    let mut objects = 0;
    for tracker in branch::trackers(cx.db(), source.id).await? {
        if !tracker.autosync {
            cx.warn(format!(
                "Domain {} has autosync disabled, skipping.",
                tracker.name
            ));
            continue;
        }
        match sync(cx, &tracker, source, new, why).await {
            Ok(count) => objects += count,
            // It stays where it is: that is no reason to refuse the others.
            Err(error) if error.status == 400 => {
                cx.warn(format!(
                    "Domain {} does not follow: {}",
                    tracker.name, error.message
                ));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(objects)
}

/// Moves a domain to the head of the branch that it follows, and remembers where it was.
pub async fn sync(
    cx: &mut Cx,
    tracker: &Branch,
    source: &Branch,
    new: CommitId,
    why: &Why<'_>,
) -> Result<usize> {
    if tracker.commit_id.as_deref() == Some(new.to_string().as_str()) {
        return Ok(0);
    }
    if let Some(old) = tracker.commit_id.as_deref() {
        let old = commit_id(old)?;
        if !contains(&cx.app.repository.clone(), new, old).await? {
            return Err(CommandError::argument(format!(
                "Branch {} does not contain {old}, where domain {} is.",
                source.name, tracker.name
            ))
            .hint("The history of the branch was written anew; aq rollback moves the domain to a commit of the branch."));
        }
    }
    let why = Why {
        kind: MoveKind::Sync,
        source: Some(&source.name),
        ..*why
    };
    let objects = advance(cx, tracker, new, &why).await?;
    domain::set_rollback_commit(cx.db(), tracker.id, tracker.commit_id.as_deref()).await?;
    cx.say(format!(
        "Domain {} follows {} to {new}.",
        tracker.name, source.name
    ));
    Ok(objects)
}
