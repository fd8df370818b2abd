//! `aq validate`: a branch is right again.

use aq_db::branch;

use crate::command::prelude::*;

/// Options of the catalogue. The comment is in the record of the command.
#[derive(Debug, Deserialize)]
pub struct Args {
    branch: String,
}

/// Lets other branches follow the branch.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let branch = branch::require(cx.db(), branch::KIND, &args.branch).await?;
    if branch.is_sync_valid {
        let kind = match branch.branch_type.as_str() {
            "sandbox" => "Sandbox",
            _ => "Domain",
        };
        cx.warn(format!("{kind} {} already marked as valid.", branch.name));
    }
    branch::set_sync_valid(cx.db(), branch.id, true).await?;
    Ok(Answer::Nothing)
}
