//! `aq del_organization`: refused while anything is in the organization.

use aq_db::location::{self, LocationType};

use super::_removal::remove;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    organization: String,
}

/// Deletes the organization.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let organization = location::require(cx.db(), LocationType::Organization, &args.organization).await?;
    remove(cx, &organization).await?;
    Ok(Answer::Nothing)
}
