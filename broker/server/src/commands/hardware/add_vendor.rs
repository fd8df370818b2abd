//! `aq add_vendor`: a vendor of hardware.

use aq_db::vendor;

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    vendor: String,
    comments: Option<String>,
}

/// Adds the vendor.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let comments = args.comments.as_deref().filter(|text| !text.is_empty());
    vendor::insert(cx.db(), &args.vendor, comments)
        .await
        .map_err(|error| match error.constraint() {
            Some("vendor_name_ck") => {
                CommandError::argument(format!("'{}' is not a valid value for --vendor.", args.vendor))
                    .hint(error.to_string())
            }
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
