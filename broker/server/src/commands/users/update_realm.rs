//! `aq update_realm`: whether a realm is trusted, and comments.

use aq_db::realm;

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    realm: String,
    trusted: Option<bool>,
    comments: Option<String>,
}

/// Changes the realm.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut realm = realm::require(cx.db(), &args.realm).await?;
    realm.trusted = args.trusted.unwrap_or(realm.trusted);
    if let Some(comments) = args.comments {
        realm.comments = Some(comments).filter(|text| !text.is_empty());
    }
    realm::update(cx.db(), &realm).await?;
    Ok(Answer::Nothing)
}
