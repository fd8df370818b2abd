//! `aq del_sandbox`: a sandbox that nobody needs any more.

use aq_db::sandbox;

use super::{_author, _clone, _removal};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    sandbox: String,
}

/// Removes the sandbox; clones of it are left to their owners.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let caller = _author::trusted(cx).await?;
    let (author, name) = sandbox::split(&args.sandbox);
    let author = _author::require_author(cx, author.unwrap_or(&caller.name)).await?;
    let sandbox = sandbox::require_locked(cx.db(), name).await?;
    _author::check_owner(cx, &sandbox, &caller, "delete")?;
    _removal::remove(
        cx,
        sandbox.id,
        "Sandbox",
        &sandbox.name,
        sandbox.commit_id.as_deref(),
    )
    .await?;
    let clone = _clone::directory(&cx.app, &author.name).join(&sandbox.name);
    cx.say(format!(
        "If you no longer need your clone of the sandbox, please remove it ({} on sites that share clones).",
        clone.display()
    ));
    Ok(Answer::Nothing)
}
