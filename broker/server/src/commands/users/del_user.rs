//! `aq del_user`: a user who is gone.

use aq_db::user;

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    username: String,
}

/// Removes the user; hosts in sandboxes of theirs have no author from then on.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let user = user::require_locked(cx.db(), &args.username).await?;
    let orphaned = user::delete(cx.db(), user.id).await?;
    if !orphaned.is_empty() {
        cx.warn(format!(
            "{} hosts are in sandboxes of {}: they have no author now.",
            orphaned.len(),
            user.name
        ));
    }
    // Their object templates name the author.
    orphaned
        .into_iter()
        .for_each(|host| cx.touch(Subject::Host(host)));
    Ok(Answer::Nothing)
}
