//! `aq del_continent`: refused while anything is in the continent.

use aq_db::location::{self, LocationType};

use super::_removal::remove;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    continent: String,
}

/// Deletes the continent.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let continent = location::require(cx.db(), LocationType::Continent, &args.continent).await?;
    remove(cx, &continent).await?;
    Ok(Answer::Nothing)
}
