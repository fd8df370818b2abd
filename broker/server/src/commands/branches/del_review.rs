//! `aq del_review`: a review that nobody needs any more.

use aq_db::review;

use super::_review;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    source: String,
    target: String,
}

/// Removes the review.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let found = _review::require_locked(cx, &args.source, &args.target).await?;
    review::delete(cx.db(), found.id).await?;
    Ok(Answer::Nothing)
}
