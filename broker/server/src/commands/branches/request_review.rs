//! `aq request_review`: asks whether the changes of a branch may go into a domain.

use aq_db::{review, sandbox};

use super::{_author, _heads, _review};
use crate::command::prelude::*;
use crate::effect;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    source: String,
    target: String,
}

/// Begins the review, or begins it again with the head as it is, and finds out what the changes would do.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let (name, _, _) = _author::own(cx, &args.source).await?;
    let (source, target) = _review::branches(cx, &name, &args.target).await?;
    if let Some(tracked) = &target.tracked_branch {
        return Err(CommandError::argument(match target.tracked_type.as_deref() {
            Some("sandbox") => format!(
                "Domain {} tracks a sandbox, changes should go through the sandbox.",
                target.name
            ),
            _ => format!("The target needs to be a non-tracking domain, maybe you meant {tracked}?"),
        }));
    }
    let head = _heads::head(&source)?;
    let ours = target
        .commit_id
        .as_deref()
        .ok_or_else(|| _heads::no_commit(&target.name))?;
    let ours = _heads::commit_id(ours)?;
    if let Some(sandbox) = sandbox::find(cx.db(), &source.name).await? {
        let base = _heads::commit_id(&sandbox.base_commit)?;
        if !_heads::contains(&cx.app.repository.clone(), ours, base).await? {
            return Err(CommandError::argument(format!(
                "Domain {} does not contain the commit where sandbox {} was branched from.",
                target.name, sandbox.name
            )));
        }
    }
    let id = _review::begin(cx, source.id, target.id, head).await?;
    let merged = effect::of_merge(cx, head, ours).await?;
    if !merged.conflicts.is_empty() {
        cx.warn(format!(
            "{} cannot be merged into {}: both changed {}.",
            source.name,
            target.name,
            merged.conflicts.join(", ")
        ));
    }
    if let Some(commit) = merged.commit {
        let branch = aq_db::branch::require(cx.db(), aq_db::domain::KIND, &target.name).await?;
        let effect = effect::of_commits(cx, &branch, ours, commit).await?;
        if let Some(failing) = effect.failures.first() {
            cx.warn(format!(
                "{} objects will not compile, among them {}.",
                effect.failures.iter().map(|f| f.objects.len()).sum::<usize>(),
                failing.objects.first().map(String::as_str).unwrap_or_default()
            ));
        }
        cx.say(format!(
            "{} objects are touched, {} profiles change.",
            effect.objects, effect.changed
        ));
        let effect = serde_json::to_value(effect).map_err(CommandError::internal)?;
        review::set_effect(cx.db(), id, &head.to_string(), &ours.to_string(), &effect).await?;
    }
    Ok(Answer::Nothing)
}
