//! `aq update_review`: what tests and people say about a change.

use aq_db::branch;
use aq_git::CommitId;
use time::OffsetDateTime;

use super::{_heads, _review};
use crate::command::prelude::*;
use crate::command::text;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    source: String,
    target: String,
    commit_id: Option<String>,
    testing_url: Option<String>,
    review_url: Option<String>,
    approved: bool,
    denied: bool,
    reset: bool,
    testing_succeeded: bool,
    testing_failed: bool,
    reset_testing: bool,
    target_commit_tested: Option<String>,
}

/// Changes the review.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut review = _review::require_locked(cx, &args.source, &args.target).await?;
    // Whoever decides names what they looked at: the review may have moved on meanwhile.
    if let Some(given) = &args.commit_id
        && full_id(given)? != _heads::commit_id(&review.commit_id)?
    {
        return Err(CommandError::argument(format!(
            "Possible attempt to update an old review record - the commit being reviewed is {}, not {given}.",
            review.commit_id
        )));
    }
    match (args.testing_succeeded, args.testing_failed, args.reset_testing) {
        (true, ..) => review.tested = Some(true),
        (_, true, _) => review.tested = Some(false),
        (.., true) => review.tested = None,
        _ => {}
    }
    if let Some(given) = &args.target_commit_tested {
        let tested = full_id(given)?;
        let target = branch::require(cx.db(), branch::KIND, &review.target).await?;
        let head = _heads::head(&target)?;
        let repository = cx.app.repository.clone();
        let found = tokio::task::spawn_blocking(move || repository.contains(head, tested))
            .await
            .map_err(CommandError::internal)?;
        if !matches!(found, Ok(true)) {
            return Err(CommandError::argument(format!(
                "Domain {} does not contain commit {given}.",
                target.name
            )));
        }
        review.target_commit_id = Some(tested.to_string());
    }
    text::replace(&mut review.testing_url, args.testing_url);
    text::replace(&mut review.review_url, args.review_url);
    let decision = match (args.approved, args.denied, args.reset) {
        (true, ..) => Some(Some(true)),
        (_, true, _) => Some(Some(false)),
        (.., true) => Some(None),
        _ => None,
    };
    if let Some(decision) = decision {
        review.approved = decision;
        review.decided_by = decision.map(|_| cx.caller.name());
        review.decided = decision.map(|_| OffsetDateTime::now_utc());
    }
    aq_db::review::update(cx.db(), &review).await?;
    _review::tell(cx, &review).await?;
    Ok(Answer::Nothing)
}

fn full_id(text: &str) -> Result<CommitId> {
    text.parse().map_err(|_| {
        CommandError::argument(format!(
            "Invalid commit ID ({text}), make sure to pass the full hash."
        ))
    })
}
