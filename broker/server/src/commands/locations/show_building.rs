//! `aq show_building`: one building, or all of them.

use aq_db::location::LocationType;

use super::_listing::one_or_all;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    building: Option<String>,
}

/// Shows the building, or all by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    one_or_all(cx, LocationType::Building, args.building.as_deref()).await
}
