//! `aq show_city`: one city, or all of them.

use aq_db::location::LocationType;

use super::_listing::one_or_all;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    city: Option<String>,
}

/// Shows the city, or all by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    one_or_all(cx, LocationType::City, args.city.as_deref()).await
}
