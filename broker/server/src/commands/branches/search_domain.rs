//! `aq search_domain`: domains by what is known of them.

use aq_db::branch;
use aq_db::domain::{self, Filter};

use crate::command::prelude::*;
use crate::view::domain::DomainView;
use crate::view::named::Named;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    track: Option<String>,
    not_tracking: bool,
    change_manager: Option<bool>,
    auto_compile: Option<bool>,
    compiler_version: Option<String>,
    autosync: Option<bool>,
    validated: Option<bool>,
    used: Option<bool>,
    compileable: bool,
    fullinfo: bool,
}

/// Those that meet all criteria.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let tracked_branch_id = match &args.track {
        Some(name) => Some(branch::require(cx.db(), branch::KIND, name).await?.id),
        None => None,
    };
    let filter = Filter {
        name: None,
        tracked_branch_id,
        not_tracking: args.not_tracking,
        change_manager: args.change_manager,
        auto_compile: args.auto_compile,
        compiler: args.compiler_version.as_deref(),
        autosync: args.autosync,
        validated: args.validated,
        used: args.used,
        compileable: args.compileable,
    };
    let found = domain::search(cx.db(), &filter).await?;
    Ok(if args.fullinfo {
        Answer::objects(found.into_iter().map(DomainView))
    } else {
        Answer::objects(found.into_iter().map(|d| Named {
            name: d.name.clone(),
            view: DomainView(d),
        }))
    })
}
