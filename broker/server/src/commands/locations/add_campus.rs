//! `aq add_campus`: a campus of a country.

use aq_db::location::{self, LocationType, NewLocation};

use super::_addition::add;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    campus: String,
    country: String,
    fullname: Option<String>,
    comments: Option<String>,
}

/// Adds the campus.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let parent = location::require(cx.db(), LocationType::Country, &args.country).await?;
    let new = NewLocation {
        name: &args.campus,
        parent_id: Some(parent.id),
        fullname: args.fullname.as_deref(),
        comments: args.comments.as_deref(),
        ..NewLocation::default()
    };
    add(cx, LocationType::Campus, new).await?;
    Ok(Answer::Nothing)
}
