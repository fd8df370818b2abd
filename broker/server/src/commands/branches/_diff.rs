//! What a sandbox would change in a domain.

use aq_db::{branch, sandbox};

use super::{_author, _heads};
use crate::command::Cx;
use crate::effect;
use crate::error::Result;
use crate::view::merge::MergeView;

/// Commits, files and the effect on every object of the domain. Of a sandbox given with its author, with what the author has
/// there, committed or not.
pub async fn of_sandbox(cx: &mut Cx, text: &str, domain: &str) -> Result<MergeView> {
    let (author, name) = sandbox::split(text);
    let source = sandbox::require(cx.db(), name).await?;
    let work = match author {
        Some(author) => {
            let author = _author::require_author(cx, author).await?;
            sandbox::work(cx.db(), source.id, author.id).await?
        }
        None => None,
    };
    let theirs = match work {
        Some(work) => _heads::commit_id(&work.commit_id)?,
        None => _heads::head(&branch::require(cx.db(), sandbox::KIND, &source.name).await?)?,
    };
    let target = branch::require(cx.db(), aq_db::domain::KIND, domain).await?;
    let ours = _heads::head(&target)?;
    let merged = effect::of_merge(cx, theirs, ours).await?;
    let effect = match merged.commit {
        Some(commit) => Some(effect::of_commits(cx, &target, ours, commit).await?),
        None => None,
    };
    Ok(MergeView { merged, effect })
}
