//! `aq del_building`: refused while anything is in the building.

use aq_db::location::{self, LocationType};

use super::_removal::remove;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    building: String,
}

/// Deletes the building.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let building = location::require(cx.db(), LocationType::Building, &args.building).await?;
    remove(cx, &building).await?;
    Ok(Answer::Nothing)
}
