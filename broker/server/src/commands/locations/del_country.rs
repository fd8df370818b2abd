//! `aq del_country`: refused while anything is in the country, unless its cities may go on without it.

use aq_db::location::{self, LocationType};

use super::_removal::remove;
use super::_rewriting::rewrite_within;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    country: String,
    force_non_empty: bool,
}

/// Deletes the country. With `--force_non_empty` its campuses and cities hang below the continent afterwards; what
/// stands in them stays, and its templates no longer name a country.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let country = location::require(cx.db(), LocationType::Country, &args.country).await?;
    let cities = location::Filter {
        kind: Some(LocationType::City),
        within: Some(country.id),
        ..location::Filter::default()
    };
    if args.force_non_empty {
        location::lock_within(cx.db(), country.id).await?;
        rewrite_within(cx, country.id).await?;
        for mut place in location::children(cx.db(), country.id).await? {
            place.parent_id = country.parent_id;
            location::update(cx.db(), &place).await?;
        }
    } else if !location::search(cx.db(), &cities).await?.is_empty() {
        return Err(CommandError::argument(format!(
            "Could not delete country {}, at least one city found in this country.",
            country.name
        )));
    }
    remove(cx, &country).await?;
    Ok(Answer::Nothing)
}
