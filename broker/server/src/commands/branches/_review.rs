//! Which branches a review is about.

use aq_db::branch::{self, Branch};
use aq_db::domain::{self, Domain};
use aq_db::review::{self, Review};

use crate::command::Cx;
use crate::error::Result;

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
