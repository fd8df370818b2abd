//! Which branches a review is about.

use aq_db::branch::{self, Branch};
use aq_db::domain::{self, Domain};
use aq_db::event::{self, NewEvent};
use aq_db::review::{self, Review};
use aq_git::CommitId;
use serde_json::json;

use crate::command::Cx;
use crate::error::Result;

/// Begins the review of a commit, or begins it again with that one, and tells so. Gives its key.
pub async fn begin(cx: &mut Cx, source: i64, target: i64, commit: CommitId) -> Result<i64> {
    let principal = cx.caller.name();
    let id = review::request(cx.db(), source, target, &commit.to_string(), &principal).await?;
    if let Some(review) = review::find_locked(cx.db(), source, target).await? {
        tell(cx, &review).await?;
    }
    Ok(id)
}

/// Writes the event that a review was asked for or changed: what tests changes for a site goes by it.
pub async fn tell(cx: &mut Cx, review: &Review) -> Result<()> {
    let (request_id, username, command) = (cx.request_id, cx.caller.name(), cx.command);
    let event = NewEvent {
        kind: event::Kind::Review,
        request_id,
        username: &username,
        command,
        payload: json!({
            "source": review.source,
            "target": review.target,
            "commit": review.commit_id,
            "tested": review.tested,
            "approved": review.approved,
        }),
    };
    Ok(event::record(cx.db(), &event).await?)
}

/// Source and target of a review, which must be there.
pub async fn branches(cx: &mut Cx, source: &str, target: &str) -> Result<(Branch, Domain)> {
    Ok((
        branch::require(cx.db(), branch::KIND, source).await?,
        domain::require(cx.db(), target).await?,
    ))
}

/// The review of two branches; nobody else changes it until the command ends.
pub async fn require_locked(cx: &mut Cx, source: &str, target: &str) -> Result<Review> {
    let (source, target) = branches(cx, source, target).await?;
    let found = review::find_locked(cx.db(), source.id, target.id).await?;
    Ok(found.ok_or_else(|| review::missing(&source.name, &target.name))?)
}
