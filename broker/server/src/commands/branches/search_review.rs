//! `aq search_review`: reviews by what is known of them.

use aq_db::review::{self, Filter};
use aq_db::{branch, domain};

use crate::command::prelude::*;
use crate::view::review::ReviewView;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    source: Option<String>,
    target: Option<String>,
    testing_succeeded: Option<bool>,
    untested: bool,
    approved: Option<bool>,
    undecided: bool,
    testing_url: Option<String>,
    review_url: Option<String>,
}

/// Those that meet all criteria.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let source_id = match &args.source {
        Some(name) => Some(branch::require(cx.db(), branch::KIND, name).await?.id),
        None => None,
    };
    let target_id = match &args.target {
        Some(name) => Some(domain::require(cx.db(), name).await?.id),
        None => None,
    };
    let filter = Filter {
        source_id,
        target_id,
        tested: args.testing_succeeded,
        untested: args.untested,
        approved: args.approved,
        undecided: args.undecided,
        testing_url: args.testing_url.as_deref(),
        review_url: args.review_url.as_deref(),
    };
    let found = review::search(cx.db(), &filter).await?;
    Ok(Answer::objects(
        found.into_iter().map(|review| ReviewView { review, merge: None }),
    ))
}
