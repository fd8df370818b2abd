//! `aq del_room`: refused while anything is in the room.

use aq_db::location::{self, LocationType};

use super::_removal::remove;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    room: String,
}

/// Deletes the room.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let room = location::require(cx.db(), LocationType::Room, &args.room).await?;
    remove(cx, &room).await?;
    Ok(Answer::Nothing)
}
