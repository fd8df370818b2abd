//! `aq del_domain`: a domain that nobody needs any more.

use aq_db::branch::{self, TRASH};
use aq_db::domain;
use aq_git::Author;

use super::{_heads, _removal};
use crate::change_policy::{self, Request, Scope};
use crate::command::prelude::*;
use crate::export::Task;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    domain: String,
    justification: Option<String>,
    reason: Option<String>,
    cm_check: bool,
}

/// Removes the domain. The commits of one that follows nothing are nowhere else: they are kept in the trash.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let domain = domain::require_locked(cx.db(), &args.domain).await?;
    if domain.tracked_branch.is_none() {
        if !domain.archived {
            return Err(CommandError::argument(format!(
                "Domain {} is not archived, it cannot be deleted.",
                domain.name
            ))
            .hint(format!("aq update_domain --domain {} --archived", domain.name)));
        }
        let request = Request {
            justification: args.justification.as_deref(),
            reason: args.reason.as_deref(),
            check_only: args.cm_check,
        };
        change_policy::ask(cx, &request, &Scope::domain(&domain)).await?;
    }
    let head = domain.commit_id.as_deref();
    _removal::remove(cx, domain.id, "Domain", &domain.name, head).await?;
    if domain.tracked_branch.is_none()
        && let Some(head) = head
    {
        keep(cx, &domain.name, head, &args).await?;
    }
    Ok(Answer::Nothing)
}

/// Makes the head part of the trash.
async fn keep(cx: &mut Cx, name: &str, head: &str, args: &Args) -> Result<()> {
    let mut message = format!("Delete archived branch {name}\n\n");
    message.push_str(&_heads::trailers(
        cx,
        args.justification.as_deref(),
        args.reason.as_deref(),
    ));
    let trash = branch::trash_locked(cx.db()).await?;
    let trash = trash.as_deref().map(_heads::commit_id).transpose()?;
    let (repository, author) = (
        cx.app.repository.clone(),
        Author::now(cx.caller.name(), cx.caller.name()),
    );
    let head = _heads::commit_id(head)?;
    let kept = _heads::in_repository(move || repository.bury(trash, head, &author, &message)).await?;
    branch::set_trash(cx.db(), &kept.to_string()).await?;
    cx.export(Task::Ref {
        branch: TRASH.to_owned(),
    });
    Ok(())
}
