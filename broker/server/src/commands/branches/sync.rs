//! `aq sync`: a domain follows the branch that it tracks.

use aq_db::branch::{self, MoveKind};
use aq_db::domain;

use super::_heads::{self, Why};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    domain: String,
    compile: Option<bool>,
    justification: Option<String>,
    reason: Option<String>,
}

/// Moves the domain to the head of the tracked branch; where it was is what a rollback goes back to.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let domain = domain::require(cx.db(), &args.domain).await?;
    let Some(tracked) = &domain.tracked_branch else {
        return Err(
            CommandError::argument("sync requires a tracking domain").hint(format!(
                "Domain {} follows no branch; aq deploy brings changes into it.",
                domain.name
            )),
        );
    };
    let source = branch::require(cx.db(), branch::KIND, tracked).await?;
    branch::lock(cx.db(), &[source.id, domain.id]).await?;
    let source = branch::require(cx.db(), branch::KIND, tracked).await?;
    let tracker = branch::require(cx.db(), domain::KIND, &domain.name).await?;
    if !source.is_sync_valid {
        return Err(CommandError::argument(format!(
            "Tracked branch {} is set to not allow sync.  Run aq validate to mark it as valid.",
            source.name
        )));
    }
    let why = Why {
        kind: MoveKind::Sync,
        source: None,
        justification: args.justification.as_deref(),
        reason: args.reason.as_deref(),
        compile: args.compile,
    };
    let new = _heads::head(&source)?;
    if tracker.commit_id == source.commit_id {
        cx.say(format!("Domain {} is at {new} already.", tracker.name));
        return Ok(Answer::Nothing);
    }
    _heads::sync(cx, &tracker, &source, new, &why).await?;
    Ok(Answer::Nothing)
}
