//! `aq add_hub`: a hub of an organization, by default of the one that the broker is configured with.

use aq_db::location::{self, LocationType, NewLocation};

use super::_addition::add;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    hub: String,
    organization: Option<String>,
    fullname: Option<String>,
    comments: Option<String>,
}

/// Adds the hub.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let organization = args
        .organization
        .filter(|name| !name.is_empty())
        .or_else(|| cx.app.config.default_organization.clone())
        .ok_or_else(|| {
            CommandError::argument("Please specify --organization, since no default is available.")
        })?;
    let parent = location::require(cx.db(), LocationType::Organization, &organization).await?;
    let new = NewLocation {
        name: &args.hub,
        parent_id: Some(parent.id),
        fullname: args.fullname.as_deref(),
        comments: args.comments.as_deref(),
        ..NewLocation::default()
    };
    add(cx, LocationType::Hub, new).await?;
    Ok(Answer::Nothing)
}
