//! `aq add_city`: a city of a country or a campus, with the template that holds its time zone.

use aq_db::location::{self, LocationType, NewLocation};

use super::_addition::add;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    city: String,
    timezone: String,
    country: Option<String>,
    campus: Option<String>,
    fullname: Option<String>,
    comments: Option<String>,
}

/// Adds the city.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let (kind, name) = match (&args.country, &args.campus) {
        (Some(country), _) => (LocationType::Country, country),
        (None, Some(campus)) => (LocationType::Campus, campus),
        (None, None) => return Err(CommandError::argument("Please specify --country or --campus.")),
    };
    let parent = location::require(cx.db(), kind, name).await?;
    let new = NewLocation {
        name: &args.city,
        parent_id: Some(parent.id),
        timezone: Some(&args.timezone),
        fullname: args.fullname.as_deref(),
        comments: args.comments.as_deref(),
        ..NewLocation::default()
    };
    let city = add(cx, LocationType::City, new).await?;
    cx.touch(Subject::City(city.id));
    Ok(Answer::Nothing)
}
