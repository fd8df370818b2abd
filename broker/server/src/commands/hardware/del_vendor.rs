//! `aq del_vendor`: refused while the vendor has models.

use aq_db::vendor;

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    vendor: String,
}

/// Deletes the vendor.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let vendor = vendor::require(cx.db(), &args.vendor).await?;
    vendor::delete(cx.db(), vendor.id)
        .await
        .map_err(|error| match error.constraint() {
            Some("model_vendor_fk") => {
                CommandError::argument(format!("Vendor {} is still in use by a model.", vendor.name))
            }
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
