//! `aq update_room`: names, floor, URI, comments. No template shows them.

use aq_db::location::{self, LocationType};

use super::_attributes::{Attributes, apply};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    room: String,
    uri: Option<String>,
    fullname: Option<String>,
    floor: Option<String>,
    comments: Option<String>,
}

/// Changes the room.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut room = location::require_locked(cx.db(), LocationType::Room, &args.room).await?;
    if let Some(floor) = args.floor {
        room.floor = Some(floor);
    }
    let new = Attributes {
        fullname: args.fullname.as_deref(),
        uri: args.uri.as_deref(),
        comments: args.comments.as_deref(),
        ..Attributes::default()
    };
    apply(cx, &mut room, new).await?;
    location::update(cx.db(), &room).await?;
    Ok(Answer::Nothing)
}
