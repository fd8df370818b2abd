//! `aq search_room`: rooms by building, full name and URI.

use aq_db::location::{self, Filter, LocationType};

use super::_listing::found;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    uri: Option<String>,
    building: Option<String>,
    fullname: Option<String>,
    fullinfo: bool,
}

/// Finds the rooms.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let within = match &args.building {
        Some(name) => Some(location::require(cx.db(), LocationType::Building, name).await?.id),
        None => None,
    };
    let filter = Filter {
        kind: Some(LocationType::Room),
        within,
        uri: args.uri.as_deref(),
        fullname: args.fullname.as_deref(),
        ..Filter::default()
    };
    let rooms = location::search(cx.db(), &filter).await?;
    found(cx, rooms, args.fullinfo).await
}
