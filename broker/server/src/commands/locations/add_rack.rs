//! `aq add_rack`: a rack of a building, room or bunker, numbered by the building. The answer is its name.

use aq_db::location::{self, LocationType, NewLocation};

use super::_addition::add;
use super::_rack_number::forced_number;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    building: Option<String>,
    room: Option<String>,
    bunker: Option<String>,
    row: String,
    column: String,
    uri: Option<String>,
    fullname: Option<String>,
    force_rackid: Option<String>,
    comments: Option<String>,
}

/// Adds the rack. The counter of the building is a row lock: two racks at once get different numbers.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let (kind, name) = match (&args.building, &args.room, &args.bunker) {
        (Some(name), _, _) => (LocationType::Building, name),
        (_, Some(name), _) => (LocationType::Room, name),
        (_, _, Some(name)) => (LocationType::Bunker, name),
        (None, None, None) => return Err(CommandError::argument("Please specify a location parameter.")),
    };
    let parent = location::require(cx.db(), kind, name).await?;
    let lineage = location::lineage(cx.db(), parent.id).await?;
    let building = lineage
        .of(LocationType::Building)
        .ok_or_else(|| CommandError::argument("The rack must be inside a building."))?;

    let number = match &args.force_rackid {
        Some(given) => {
            let number = forced_number(building, given)?;
            location::keep_rack_number(cx.db(), building.id, number).await?;
            number
        }
        None => location::take_rack_number(cx.db(), building.id).await?,
    };
    let new = NewLocation {
        name: &format!("{}{number}", building.name),
        parent_id: Some(parent.id),
        rack_row: Some(args.row.trim()),
        rack_column: Some(args.column.trim()),
        uri: args.uri.as_deref(),
        fullname: args.fullname.as_deref(),
        comments: args.comments.as_deref(),
        ..NewLocation::default()
    };
    let rack = add(cx, LocationType::Rack, new).await?;
    cx.audit_result("rackid", &rack.name);
    Ok(Answer::Names(vec![rack.name]))
}
