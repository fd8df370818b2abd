//! `aq del_hub`: refused while anything is in the hub.

use aq_db::location::{self, LocationType};

use super::_removal::remove;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    hub: String,
}

/// Deletes the hub.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let hub = location::require(cx.db(), LocationType::Hub, &args.hub).await?;
    remove(cx, &hub).await?;
    Ok(Answer::Nothing)
}
