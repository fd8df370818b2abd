//! `aq show_realm`: one realm, or the names of all of them.

use aq_db::realm;

use crate::command::prelude::*;
use crate::view::named::Named;
use crate::view::realm::RealmView;

/// Options of the catalogue; without a name all are meant.
#[derive(Debug, Deserialize)]
pub struct Args {
    realm: Option<String>,
}

/// Shows them by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    if let Some(name) = &args.realm {
        return Ok(Answer::object(RealmView(realm::require(cx.db(), name).await?)));
    }
    let all = realm::list(cx.db()).await?;
    Ok(Answer::objects(all.into_iter().map(|realm| Named {
        name: realm.name.clone(),
        view: RealmView(realm),
    })))
}
