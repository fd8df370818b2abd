//! `aq update_vendor`: comments.

use aq_db::vendor;

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    vendor: String,
    comments: Option<String>,
}

/// Changes the vendor; an empty comment removes it.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut vendor = vendor::require(cx.db(), &args.vendor).await?;
    if let Some(comments) = args.comments {
        vendor.comments = Some(comments).filter(|text| !text.is_empty());
    }
    vendor::update(cx.db(), &vendor).await?;
    Ok(Answer::Nothing)
}
