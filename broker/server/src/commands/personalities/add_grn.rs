//! `aq add_grn`: an owner, as the ownership system knows it.

use aq_db::grn;

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    grn: String,
    eon_id: i64,
    disabled: bool,
}

/// Adds the owner.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    grn::insert(cx.db(), &args.grn, args.eon_id, args.disabled)
        .await
        .map_err(|error| match error.constraint() {
            Some("grn_pk") => CommandError::already_exists(grn::ID_KIND, args.eon_id),
            Some("grn_name_ck") => {
                CommandError::argument(format!("'{}' is not a valid value for --grn.", args.grn))
                    .hint(error.to_string())
            }
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
