//! `aq show_review`: one review with what it is about, or all reviews.

use aq_db::branch;
use aq_db::review::{self, Filter};

use super::{_heads, _review};
use crate::command::prelude::*;
use crate::effect;
use crate::view::merge::MergeView;
use crate::view::review::ReviewView;

/// Options of the catalogue; without names all are meant.
#[derive(Debug, Deserialize)]
pub struct Args {
    source: Option<String>,
    target: Option<String>,
}

/// Shows them by target and source.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let (Some(source), Some(target)) = (&args.source, &args.target) else {
        let all = review::search(cx.db(), &Filter::default()).await?;
        return Ok(Answer::objects(
            all.into_iter().map(|review| ReviewView { review, merge: None }),
        ));
    };
    let (source, target) = _review::branches(cx, source, target).await?;
    let review = review::find(cx.db(), source.id, target.id)
        .await?
        .ok_or_else(|| review::missing(&source.name, &target.name))?;
    let theirs = _heads::commit_id(&review.commit_id)?;
    let domain = branch::require(cx.db(), aq_db::domain::KIND, &target.name).await?;
    let ours = _heads::head(&domain)?;
    let merged = effect::of_merge(cx, theirs, ours).await?;
    let known = review::effect(cx.db(), review.id, &review.commit_id, &ours.to_string()).await?;
    let effect = match (known, merged.commit) {
        (Some(effect), _) => Some(serde_json::from_value(effect).map_err(CommandError::internal)?),
        // The target moved since the review was asked for.
        (None, Some(commit)) => Some(effect::of_commits(cx, &domain, ours, commit).await?),
        (None, None) => None,
    };
    Ok(Answer::object(ReviewView {
        review,
        merge: Some(MergeView { merged, effect }),
    }))
}
