//! `aq add_room`: a room of a building.

use aq_db::location::{self, LocationType, NewLocation};

use super::_addition::add;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    room: String,
    building: String,
    floor: String,
    fullname: Option<String>,
    uri: Option<String>,
    comments: Option<String>,
}

/// Adds the room.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let building = location::require(cx.db(), LocationType::Building, &args.building).await?;
    let new = NewLocation {
        name: &args.room,
        parent_id: Some(building.id),
        floor: Some(&args.floor),
        fullname: args.fullname.as_deref(),
        uri: args.uri.as_deref(),
        comments: args.comments.as_deref(),
        ..NewLocation::default()
    };
    add(cx, LocationType::Room, new).await?;
    Ok(Answer::Nothing)
}
