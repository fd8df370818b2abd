//! `aq show_rack`: one rack, or all of them.

use aq_db::location::LocationType;

use super::_listing::one_or_all;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    rack: Option<String>,
}

/// Shows the rack, or all by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    one_or_all(cx, LocationType::Rack, args.rack.as_deref()).await
}
