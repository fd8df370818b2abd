//! `aq update_grn`: renames or disables an owner. Templates name owners by number, so none of them change.

use aq_db::grn;

use super::_owner::named;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    grn: Option<String>,
    eon_id: Option<i64>,
    disabled: Option<bool>,
    rename_to: Option<String>,
}

/// Changes the owner.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut owner = named(cx, args.grn.as_deref(), args.eon_id).await?;
    if let Some(name) = args.rename_to {
        owner.grn = name;
    }
    if let Some(disabled) = args.disabled {
        owner.disabled = disabled;
    }
    grn::update(cx.db(), &owner)
        .await
        .map_err(|error| match error.constraint() {
            Some("grn_name_ck") => {
                CommandError::argument(format!("'{}' is not a valid value for --rename_to.", owner.grn))
                    .hint(error.to_string())
            }
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
