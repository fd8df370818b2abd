//! `aq show_vendor`: one vendor, or all of them.

use aq_db::vendor;

use crate::command::prelude::*;
use crate::view::vendor::VendorView;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    vendor: Option<String>,
}

/// Shows the vendor, or all by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let vendors = match args.vendor {
        Some(name) => vec![vendor::require(cx.db(), &name).await?],
        None => vendor::list(cx.db()).await?,
    };
    Ok(Answer::objects(vendors.into_iter().map(VendorView)))
}
