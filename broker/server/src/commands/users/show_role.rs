//! `aq show_role`: one role, or all of them.

use aq_db::role;

use crate::command::prelude::*;
use crate::view::role::RoleView;

/// Options of the catalogue; without a name all are meant.
#[derive(Debug, Deserialize)]
pub struct Args {
    role: Option<String>,
}

/// Shows them by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let found = match &args.role {
        Some(name) => vec![role::require(cx.db(), name).await?],
        None => role::list(cx.db()).await?,
    };
    Ok(Answer::objects(found.into_iter().map(RoleView)))
}
