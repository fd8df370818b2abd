//! `aq show_os`: versions of operating systems.

use aq_db::{DbError, archetype, os};

use crate::command::prelude::*;
use crate::view::os::OsView;

/// Options of the catalogue; `--all` asks for what giving nothing else asks for.
#[derive(Debug, Deserialize)]
pub struct Args {
    osname: Option<String>,
    osversion: Option<String>,
    archetype: Option<String>,
}

/// Shows every version that fits what is given.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let archetype_id = match &args.archetype {
        Some(name) => Some(archetype::require(cx.db(), name).await?.id),
        None => None,
    };
    let filter = os::Filter {
        name: args.osname.as_deref(),
        version: args.osversion.as_deref(),
        archetype_id,
    };
    let found = os::search(cx.db(), &filter).await?;
    if found.is_empty() {
        return Err(DbError::Missing("No matching operating system.".into()).into());
    }
    Ok(Answer::objects(found.into_iter().map(OsView)))
}
