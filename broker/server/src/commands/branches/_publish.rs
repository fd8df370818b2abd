//! Moving the head of a sandbox: one set of rules for `aq publish` and `git push`.

use aq_db::branch::{self, Branch, MoveKind};
use aq_db::sandbox::{self, Sandbox};
use aq_db::{review, user};
use aq_git::CommitId;

use super::_heads::{self, Why};
use super::_review;
use crate::command::Cx;
use crate::error::{CommandError, Result};

/// How the head moves.
#[derive(Debug, Clone, Copy)]
pub struct How<'a> {
    /// `publish` or `push`.
    pub kind: MoveKind,
    /// The history may be written anew.
    pub rebase: bool,
    /// Domains that follow do so at once.
    pub sync: bool,
    /// Ticket that was given.
    pub justification: Option<&'a str>,
    /// Reason that was given.
    pub reason: Option<&'a str>,
}

/// Moves the head of a sandbox that the caller has locked ([`sandbox::require_locked`]) to a commit of the repository.
/// Reviews of the sandbox begin again. Whether the caller may move it is decided before.
pub async fn advance(cx: &mut Cx, sandbox: &Sandbox, new: CommitId, how: &How<'_>) -> Result<()> {
    let branch = branch::require(cx.db(), sandbox::KIND, &sandbox.name).await?;
    let old = _heads::head(&branch)?;
    if old == new {
        cx.say(format!("Sandbox {} is at {new} already.", sandbox.name));
        return published(cx, sandbox).await;
    }
    let trackers = branch::trackers(cx.db(), branch.id).await?;
    check_history(cx, sandbox, (old, new), how.rebase, &trackers).await?;
    let mut ids: Vec<i64> = trackers.iter().map(|tracker| tracker.id).collect();
    ids.push(branch.id);
    branch::lock(cx.db(), &ids).await?;
    let why = Why {
        kind: how.kind,
        source: None,
        justification: how.justification,
        reason: how.reason,
        compile: None,
    };
    _heads::advance(cx, &branch, new, &why).await?;
    // What was wrong with it before is over; a rollback of a follower said so.
    branch::set_sync_valid(cx.db(), branch.id, true).await?;
    cx.say(format!("Sandbox {} goes from {old} to {new}.", sandbox.name));
    if how.sync && sandbox.autosync {
        _heads::follow(cx, &branch, new, &why).await?;
    }
    begin_reviews_again(cx, branch.id, new).await?;
    cx.audit_result("commit", new);
    published(cx, sandbox).await
}

/// Whoever publishes has what is published, and nothing else.
async fn published(cx: &mut Cx, sandbox: &Sandbox) -> Result<()> {
    let account = cx
        .caller
        .principal
        .as_ref()
        .map(|caller| caller.account().to_owned());
    let author = match account {
        Some(name) => user::find(cx.db(), &name).await?,
        None => None,
    };
    if let Some(author) = author {
        sandbox::clear_work(cx.db(), sandbox.id, author.id).await?;
    }
    Ok(())
}

/// Commits are added; another history needs `rebase`, must keep where the sandbox began, and nobody may follow the sandbox.
async fn check_history(
    cx: &mut Cx,
    sandbox: &Sandbox,
    (old, new): (CommitId, CommitId),
    rebase: bool,
    trackers: &[Branch],
) -> Result<()> {
    let repository = cx.app.repository.clone();
    if !_heads::contains(&repository, new, old).await? {
        if !rebase {
            return Err(CommandError::argument(format!(
                "Sandbox {} has commits that {new} does not contain: its head is {old}.",
                sandbox.name
            ))
            .hint(
                "Fetch and merge them (git pull); when the history was written anew on purpose, use aq publish --rebase or git \
                 push --force.",
            ));
        }
        if !trackers.is_empty() {
            return Err(CommandError::argument(format!(
                "Sandbox {} has trackers, rebasing is not allowed.",
                sandbox.name
            )));
        }
    }
    let base = _heads::commit_id(&sandbox.base_commit)?;
    if !_heads::contains(&repository, new, base).await? {
        return Err(CommandError::argument(format!(
            "The published branch no longer contains commit {base} it was branched from."
        )));
    }
    Ok(())
}

/// What was tested and approved was another head.
async fn begin_reviews_again(cx: &mut Cx, branch: i64, new: CommitId) -> Result<()> {
    for target in review::targets(cx.db(), branch).await? {
        _review::begin(cx, branch, target, new).await?;
    }
    Ok(())
}
