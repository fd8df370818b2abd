//! `aq get`: a clone of a sandbox that is there.

use aq_db::sandbox;

use super::_author;
use super::_clone::Clone;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    sandbox: String,
}

/// Tells the client where to clone the sandbox from.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let (name, _, author) = _author::own(cx, &args.sandbox).await?;
    let sandbox = sandbox::require(cx.db(), &name).await?;
    Ok(Answer::object(Clone::of(&cx.app, &sandbox.name, &author.name)))
}
