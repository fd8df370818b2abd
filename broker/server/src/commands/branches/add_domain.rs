//! `aq add_domain`: a branch for everybody's hosts.

use aq_db::branch::{self, MoveKind};
use aq_db::domain;

use super::{_heads, _name};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    domain: String,
    track: Option<String>,
    start: Option<String>,
    comments: Option<String>,
    change_manager: Option<bool>,
    auto_compile: Option<bool>,
    allow_manage: Option<bool>,
}

/// Adds the domain; it begins where the branch stands that it is a copy of or follows.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    _name::check(&args.domain, "--domain")?;
    let start = match (&args.track, &args.start) {
        (Some(name), _) | (None, Some(name)) => name.clone(),
        (None, None) => cx.app.config.defaults.domain.clone(),
    };
    let first = branch::require(cx.db(), branch::KIND, &start).await?;
    let tracked_branch_id = args.track.is_some().then_some(first.id);
    if tracked_branch_id.is_some() {
        if let Some(followed) = domain::find(cx.db(), &first.name)
            .await?
            .and_then(|d| d.tracked_branch)
        {
            let kind = branch::require(cx.db(), branch::KIND, &followed)
                .await?
                .branch_type;
            return Err(CommandError::argument(format!(
                "Cannot nest tracking.  Try tracking {kind} {followed} directly."
            )));
        }
        if args.change_manager == Some(true) {
            return Err(CommandError::argument(
                "Cannot enforce a change manager for tracking domains.",
            ));
        }
    }
    // Whoever moves the head tells the branches that follow: this one is among them or begins behind the move.
    branch::lock(cx.db(), &[first.id]).await?;
    let head = branch::require(cx.db(), branch::KIND, &start).await?.commit_id;
    let new = domain::NewDomain {
        name: &args.domain,
        commit_id: head.as_deref(),
        tracked_branch_id,
        requires_change_manager: args.change_manager.unwrap_or(false),
        allow_manage: args.allow_manage.unwrap_or(true),
        auto_compile: args.auto_compile.unwrap_or(true),
        comments: args.comments.as_deref().filter(|text| !text.is_empty()),
    };
    let id = domain::insert(cx.db(), &new)
        .await
        .map_err(|error| _name::refused(error, &args.domain, "--domain"))?;
    if let Some(head) = head {
        let name = args.domain.trim().to_lowercase();
        _heads::began(cx, id, &name, &head, &first.name, MoveKind::Start).await?;
    }
    Ok(Answer::Nothing)
}
