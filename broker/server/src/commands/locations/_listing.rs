//! Places as the answer of show and search commands.

use aq_db::location::{self, Location, LocationType};

use crate::command::Cx;
use crate::error::Result;
use crate::format::Answer;
use crate::view::location::LocationView;
use crate::view::named::Named;

/// The place with the name, or all places of the type when there is no name.
pub async fn one_or_all(cx: &mut Cx, kind: LocationType, name: Option<&str>) -> Result<Answer> {
    let locations = match name {
        Some(name) => vec![location::require(cx.db(), kind, name).await?],
        None => location::list(cx.db(), kind).await?,
    };
    found(cx, locations, true).await
}

/// The places that a search found: in full, or with the names alone in `raw`.
pub async fn found(cx: &mut Cx, locations: Vec<Location>, fullinfo: bool) -> Result<Answer> {
    let views = location::details(cx.db(), locations)
        .await?
        .into_iter()
        .map(LocationView);
    Ok(if fullinfo {
        Answer::objects(views)
    } else {
        Answer::objects(views.map(|view| Named {
            name: view.0.location.name.clone(),
            view,
        }))
    })
}
