//! `aq add_organization`: the root of a tree of places.

use aq_db::location::{LocationType, NewLocation};

use super::_addition::add;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    organization: String,
    fullname: Option<String>,
    comments: Option<String>,
}

/// Adds the organization.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let new = NewLocation {
        name: &args.organization,
        fullname: args.fullname.as_deref(),
        comments: args.comments.as_deref(),
        ..NewLocation::default()
    };
    add(cx, LocationType::Organization, new).await?;
    Ok(Answer::Nothing)
}
