//! `aq add_building`: a building of a city.

use aq_db::location::{self, LocationType, NewLocation};

use super::_addition::add;
use super::_rack_number::rack_number;
use crate::command::prelude::*;

/// Options of the catalogue. `force_uri` is about a validator of the site, of which there is none yet.
#[derive(Debug, Deserialize)]
pub struct Args {
    building: String,
    city: String,
    address: String,
    fullname: Option<String>,
    uri: Option<String>,
    next_rackid: Option<i64>,
    netdev_require_rack: Option<bool>,
    comments: Option<String>,
}

/// Adds the building.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let city = location::require(cx.db(), LocationType::City, &args.city).await?;
    let new = NewLocation {
        name: &args.building,
        parent_id: Some(city.id),
        address: Some(&args.address),
        fullname: args.fullname.as_deref(),
        uri: args.uri.as_deref(),
        next_rackid: args.next_rackid.map(rack_number).transpose()?,
        netdev_rack: args.netdev_require_rack,
        comments: args.comments.as_deref(),
        ..NewLocation::default()
    };
    add(cx, LocationType::Building, new).await?;
    Ok(Answer::Nothing)
}
