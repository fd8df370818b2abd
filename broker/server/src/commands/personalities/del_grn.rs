//! `aq del_grn`: removes an owner that owns nothing.

use aq_db::grn;

use super::_owner::named;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    grn: Option<String>,
    eon_id: Option<i64>,
}

/// Removes the owner.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let owner = named(cx, args.grn.as_deref(), args.eon_id).await?;
    let usage = grn::usage(cx.db(), owner.eon_id).await?;
    let users = match (usage.hosts, usage.personalities) {
        (true, _) => Some("hosts"),
        (false, true) => Some("personalities"),
        (false, false) => None,
    };
    if let Some(users) = users {
        return Err(CommandError::argument(format!(
            "GRN {} is still used by {users}, and cannot be deleted.",
            owner.grn
        )));
    }
    grn::delete(cx.db(), owner.eon_id).await?;
    cx.touch(Subject::Grn(owner.eon_id));
    Ok(Answer::Nothing)
}
