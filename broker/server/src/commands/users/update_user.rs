//! `aq update_user`: what is known of a user.

use aq_db::user;

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    username: String,
    uid: Option<i64>,
    gid: Option<i64>,
    full_name: Option<String>,
    home_directory: Option<String>,
    r#type: Option<String>,
}

/// Changes the user; an empty text changes nothing.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut user = user::require_locked(cx.db(), &args.username).await?;
    user.uid = args.uid.unwrap_or(user.uid);
    user.gid = args.gid.unwrap_or(user.gid);
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    if let Some(name) = given(args.full_name) {
        user.full_name = name;
    }
    if let Some(directory) = given(args.home_directory) {
        user.home_dir = directory;
    }
    if let Some(name) = given(args.r#type) {
        user.user_type = user::require_type(cx.db(), &name).await?.1;
    }
    user::update(cx.db(), &user).await?;
    Ok(Answer::Nothing)
}
