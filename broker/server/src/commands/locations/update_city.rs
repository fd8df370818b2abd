//! `aq update_city`: time zone, names, and the move to a campus.

use aq_db::location::{self, LocationType};

use super::_attributes::{Attributes, apply};
use super::_hub::different_hubs;
use super::_removal::named;
use super::_rewriting::rewrite_within;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    city: String,
    timezone: Option<String>,
    fullname: Option<String>,
    campus: Option<String>,
    default_dns_domain: Option<String>,
    comments: Option<String>,
}

/// Changes the city. A move stays within the hub, whose name is part of the names of templates below.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut city = location::require_locked(cx.db(), LocationType::City, &args.city).await?;
    cx.touch(Subject::City(city.id));
    if let Some(timezone) = args.timezone {
        city.timezone = Some(timezone);
    }
    let new = Attributes {
        fullname: args.fullname.as_deref(),
        default_dns_domain: args.default_dns_domain.as_deref(),
        comments: args.comments.as_deref(),
        ..Attributes::default()
    };
    apply(cx, &mut city, new).await?;

    if let Some(name) = args.campus {
        let campus = location::require(cx.db(), LocationType::Campus, &name).await?;
        location::lock_within(cx.db(), city.id).await?;
        if let Some((theirs, ours)) = different_hubs(cx, campus.id, city.id).await? {
            return Err(CommandError::argument(format!(
                "Cannot change campus.  Campus {} is in {theirs}, while {} is in {ours}.",
                campus.name,
                named(&city)
            )));
        }
        city.parent_id = Some(campus.id);
        rewrite_within(cx, city.id).await?;
    }
    location::update(cx.db(), &city).await?;
    Ok(Answer::Nothing)
}
