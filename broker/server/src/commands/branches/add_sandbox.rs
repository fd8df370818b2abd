//! `aq add_sandbox`: a branch for one's own changes.

use aq_db::branch::{self, MoveKind};
use aq_db::sandbox::{self, NewSandbox};

use super::_clone::Clone;
use super::{_author, _heads, _name};
use crate::command::prelude::*;
use crate::command::text;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    sandbox: String,
    start: Option<String>,
    get: Option<bool>,
    comments: Option<String>,
}

/// Adds the sandbox, and tells the client where to clone it from unless it does not want to.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let (name, owner, author) = _author::own(cx, &args.sandbox).await?;
    _name::check(&name, "--sandbox")?;
    let start = args
        .start
        .clone()
        .unwrap_or_else(|| cx.app.config.defaults.domain.clone());
    let start = branch::require(cx.db(), branch::KIND, &start).await?;
    // The commit that it begins with must not be taken back by a rollback that runs at the same time.
    branch::lock(cx.db(), &[start.id]).await?;
    let start = branch::require(cx.db(), branch::KIND, &start.name).await?;
    let Some(base) = start.commit_id else {
        return Err(_heads::no_commit(&start.name));
    };
    let new = NewSandbox {
        name: &name,
        commit_id: &base,
        owner_id: owner.id,
        comments: text::given(args.comments.as_deref()),
    };
    let id = sandbox::insert(cx.db(), &new)
        .await
        .map_err(|error| _name::refused(error, &args.sandbox, "--sandbox"))?;
    _heads::began(cx, id, &name, &base, &start.name, MoveKind::Start).await?;
    Ok(match args.get {
        Some(false) => Answer::Nothing,
        _ => Answer::object(Clone::of(&cx.app, &name, &author.name)),
    })
}
