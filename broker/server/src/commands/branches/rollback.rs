//! `aq rollback`: a domain goes back to where it was.

use aq_db::branch::{self, MoveKind};
use aq_db::domain;

use super::_heads::{self, Why};
use crate::change_policy::{self, Request, Scope};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    domain: String,
    r#ref: Option<String>,
    lastsync: bool,
    compile: Option<bool>,
    justification: Option<String>,
    reason: Option<String>,
    cm_check: bool,
}

/// Moves the domain; nothing is taken over from the branch that it follows until that is validated.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let domain = domain::require(cx.db(), &args.domain).await?;
    let ids: Vec<i64> = match &domain.tracked_branch {
        Some(name) => vec![branch::require(cx.db(), branch::KIND, name).await?.id, domain.id],
        None => {
            return Err(
                CommandError::argument("Rollback requires a tracking domain.").hint(format!(
                    "Domain {} follows no branch. Undo a change in a sandbox (git revert) and deploy that.",
                    domain.name
                )),
            );
        }
    };
    branch::lock(cx.db(), &ids).await?;
    let domain = domain::require(cx.db(), &domain.name).await?;
    let tracker = branch::require(cx.db(), domain::KIND, &domain.name).await?;
    let source = domain.tracked_branch.as_deref().unwrap_or_default();
    let source = branch::require(cx.db(), branch::KIND, source).await?;
    let new = match &args.r#ref {
        _ if args.lastsync => {
            let saved = domain.rollback_commit.as_deref().ok_or_else(|| {
                CommandError::argument(format!(
                    "Domain {} does not have a rollback commit saved, please specify one explicitly.",
                    domain.name
                ))
                .hint("aq rollback --ref takes a commit id of the tracked branch.")
            })?;
            _heads::commit_id(saved)?
        }
        Some(text) => {
            let (repository, text) = (cx.app.repository.clone(), text.clone());
            _heads::in_repository(move || repository.commit_of_text(&text)).await?
        }
        None => {
            return Err(CommandError::argument(
                "Commit reference to rollback to required.",
            ));
        }
    };
    if !_heads::contains(&cx.app.repository.clone(), _heads::head(&source)?, new).await? {
        return Err(CommandError::argument(format!(
            "Cannot roll back to commit: branch {} does not contain {new}",
            source.name
        )));
    }
    let hosts = match tracker.commit_id.as_deref() {
        Some(old) if change_policy::is_asked(cx, args.cm_check) => {
            _heads::touched(cx, tracker.id, _heads::commit_id(old)?, new).await?
        }
        _ => Vec::new(),
    };
    let request = Request {
        justification: args.justification.as_deref(),
        reason: args.reason.as_deref(),
        check_only: args.cm_check,
    };
    change_policy::ask(cx, &request, &Scope::hosts(hosts)).await?;
    let why = Why {
        kind: MoveKind::Rollback,
        source: Some(&source.name),
        justification: args.justification.as_deref(),
        reason: args.reason.as_deref(),
        compile: args.compile,
    };
    _heads::advance(cx, &tracker, new, &why).await?;
    domain::set_rollback_commit(cx.db(), tracker.id, None).await?;
    branch::set_sync_valid(cx.db(), source.id, false).await?;
    cx.say(format!(
        "Domain {} is at {new}. Nothing is taken over from {} until aq validate --branch {1}.",
        tracker.name, source.name
    ));
    Ok(Answer::Nothing)
}
