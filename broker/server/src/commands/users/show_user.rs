//! `aq show_user`: one user, or all of them.

use aq_db::user;

use crate::command::prelude::*;
use crate::view::user::UserView;

/// Options of the catalogue; without a name all are meant.
#[derive(Debug, Deserialize)]
pub struct Args {
    username: Option<String>,
}

/// Shows them by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let found = match &args.username {
        Some(name) => vec![user::require(cx.db(), name).await?],
        None => user::list(cx.db()).await?,
    };
    Ok(Answer::objects(found.into_iter().map(UserView)))
}
