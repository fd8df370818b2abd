//! `aq show_archetype`: one archetype, or all of them.

use aq_db::archetype;

use crate::command::prelude::*;
use crate::view::archetype::ArchetypeView;

/// Options of the catalogue; without a name all are meant.
#[derive(Debug, Deserialize)]
pub struct Args {
    archetype: Option<String>,
}

/// Shows them by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let found = match &args.archetype {
        Some(name) => vec![archetype::require(cx.db(), name).await?],
        None => archetype::list(cx.db()).await?,
    };
    Ok(Answer::objects(found.into_iter().map(ArchetypeView)))
}
