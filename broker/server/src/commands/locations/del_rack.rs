//! `aq del_rack`: refused while anything is in the rack.

use aq_db::location::{self, LocationType};

use super::_removal::remove;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    rack: String,
}

/// Deletes the rack.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let rack = location::require(cx.db(), LocationType::Rack, &args.rack).await?;
    remove(cx, &rack).await?;
    Ok(Answer::Nothing)
}
