//! `aq show_organization`: one organization, or all of them.

use aq_db::location::LocationType;

use super::_listing::one_or_all;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    organization: Option<String>,
}

/// Shows the organization, or all by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    one_or_all(cx, LocationType::Organization, args.organization.as_deref()).await
}
