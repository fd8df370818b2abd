//! `aq del_city`: refused while anything is in the city. Its template goes with it.

use aq_db::location::{self, LocationType};

use super::_removal::remove;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    city: String,
    force_if_orphaned: bool,
}

/// Deletes the city; one that lost its country only when that is meant.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let city = location::require(cx.db(), LocationType::City, &args.city).await?;
    let lineage = location::lineage(cx.db(), city.id).await?;
    if lineage.of(LocationType::Country).is_none() && !args.force_if_orphaned {
        return Err(CommandError::argument(format!(
            "City \"{}\" is not associated with any country.  Please use --force_if_orphaned if you want to delete it.",
            city.name
        )));
    }
    remove(cx, &city).await?;
    Ok(Answer::Nothing)
}
