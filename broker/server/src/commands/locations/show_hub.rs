//! `aq show_hub`: one hub, or all of them.

use aq_db::location::LocationType;

use super::_listing::one_or_all;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    hub: Option<String>,
}

/// Shows the hub, or all by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    one_or_all(cx, LocationType::Hub, args.hub.as_deref()).await
}
