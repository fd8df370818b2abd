//! `aq add_user`: a person or an account.

use aq_db::locks::{self, Lock};
use aq_db::user::{self, NewUser};

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    username: String,
    uid: Option<i64>,
    autouid: bool,
    gid: i64,
    full_name: String,
    home_directory: String,
    r#type: Option<String>,
}

/// Adds the user.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    if user::find(cx.db(), &args.username).await?.is_some() {
        return Err(CommandError::already_exists(user::KIND, args.username.trim()));
    }
    let (type_id, _) =
        user::require_type(cx.db(), args.r#type.as_deref().unwrap_or(user::DEFAULT_TYPE)).await?;
    if args.autouid {
        // Two at once would choose the same number.
        locks::acquire(cx.db(), vec![Lock::NamePrefix("uid".to_owned())]).await?;
    }
    let new = NewUser {
        name: &args.username,
        uid: args.uid,
        gid: args.gid,
        full_name: &args.full_name,
        home_dir: &args.home_directory,
        type_id,
    };
    user::insert(cx.db(), &new).await?;
    Ok(Answer::Nothing)
}
