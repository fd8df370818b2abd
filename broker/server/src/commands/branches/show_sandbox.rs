//! `aq show_sandbox`: one sandbox, or all of them.

use aq_db::sandbox;

use super::{_author, _clone};
use crate::command::prelude::*;
use crate::view::sandbox::SandboxView;

/// Options of the catalogue; without a name all are meant.
#[derive(Debug, Deserialize)]
pub struct Args {
    sandbox: Option<String>,
    pathonly: bool,
}

/// Shows them by name; with an author, where the reference keeps the clone.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let Some(text) = &args.sandbox else {
        let all = sandbox::list(cx.db()).await?;
        return Ok(Answer::objects(
            all.into_iter().map(|sandbox| SandboxView { sandbox, path: None }),
        ));
    };
    let (author, name) = sandbox::split(text);
    let sandbox = sandbox::require(cx.db(), name).await?;
    let path = match author {
        Some(author) => {
            let author = _author::require_author(cx, author).await?;
            let path = _clone::directory(&cx.app, &author.name).join(&sandbox.name);
            Some(path.display().to_string())
        }
        None => None,
    };
    match (args.pathonly, path) {
        (true, Some(path)) => Ok(Answer::Text(path)),
        (true, None) => Err(CommandError::argument(
            "Must specify sandbox as author/branch when using --pathonly.",
        )),
        (false, path) => Ok(Answer::object(SandboxView { sandbox, path })),
    }
}
