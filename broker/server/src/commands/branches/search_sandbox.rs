//! `aq search_sandbox`: sandboxes by what is known of them.

use aq_db::principal;
use aq_db::sandbox::{self, Filter};

use crate::command::prelude::*;
use crate::view::named::Named;
use crate::view::sandbox::SandboxView;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    owner: Option<String>,
    compiler_version: Option<String>,
    autosync: Option<bool>,
    validated: Option<bool>,
    used: Option<bool>,
    compileable: bool,
    fullinfo: bool,
}

/// Those that meet all criteria.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let owner_id = match &args.owner {
        Some(text) => {
            let (name, realm) = text.split_once('@').unwrap_or((text, &cx.app.config.realm));
            let (name, realm) = (name.to_owned(), realm.to_owned());
            Some(principal::require(cx.db(), &name, &realm).await?.id)
        }
        None => None,
    };
    let filter = Filter {
        name: None,
        owner_id,
        compiler: args.compiler_version.as_deref(),
        autosync: args.autosync,
        validated: args.validated,
        used: args.used,
        compileable: args.compileable,
    };
    let found = sandbox::search(cx.db(), &filter).await?;
    let view = |sandbox| SandboxView { sandbox, path: None };
    Ok(if args.fullinfo {
        Answer::objects(found.into_iter().map(view))
    } else {
        Answer::objects(found.into_iter().map(|sandbox| Named {
            name: sandbox.name.clone(),
            view: view(sandbox),
        }))
    })
}
