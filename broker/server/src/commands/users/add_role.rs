//! `aq add_role`: a role that principals can have.

use aq_db::role;

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    role: String,
}

/// Adds the role; what it may do is for the policy to say.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    role::insert(cx.db(), &args.role, None)
        .await
        .map_err(|error| match error.constraint() {
            Some("role_name_ck") => {
                CommandError::argument(format!("'{}' is not a valid value for --role.", args.role))
                    .hint(error.to_string())
            }
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
