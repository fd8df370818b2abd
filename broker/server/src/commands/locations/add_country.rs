//! `aq add_country`: a country of a continent.

use aq_db::location::{self, LocationType, NewLocation};

use super::_addition::add;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    country: String,
    continent: String,
    fullname: Option<String>,
    comments: Option<String>,
}

/// Adds the country.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let parent = location::require(cx.db(), LocationType::Continent, &args.continent).await?;
    let new = NewLocation {
        name: &args.country,
        parent_id: Some(parent.id),
        fullname: args.fullname.as_deref(),
        comments: args.comments.as_deref(),
        ..NewLocation::default()
    };
    add(cx, LocationType::Country, new).await?;
    Ok(Answer::Nothing)
}
