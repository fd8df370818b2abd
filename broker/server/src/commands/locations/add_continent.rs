//! `aq add_continent`: a continent of a hub.

use aq_db::location::{self, LocationType, NewLocation};

use super::_addition::add;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    continent: String,
    hub: String,
    fullname: Option<String>,
    comments: Option<String>,
}

/// Adds the continent.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let parent = location::require(cx.db(), LocationType::Hub, &args.hub).await?;
    let new = NewLocation {
        name: &args.continent,
        parent_id: Some(parent.id),
        fullname: args.fullname.as_deref(),
        comments: args.comments.as_deref(),
        ..NewLocation::default()
    };
    add(cx, LocationType::Continent, new).await?;
    Ok(Answer::Nothing)
}
