//! `aq update_rack`: row, column, names, and the move within its building.

use aq_db::location::{self, Lineage, LocationType};

use super::_addition::not_alphanumeric;
use super::_attributes::{Attributes, apply};
use super::_rewriting::rewrite_within;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    rack: String,
    building: Option<String>,
    room: Option<String>,
    bunker: Option<String>,
    row: Option<String>,
    column: Option<String>,
    uri: Option<String>,
    fullname: Option<String>,
    comments: Option<String>,
    default_dns_domain: Option<String>,
}

/// Changes the rack. The building is part of the names of the machines' templates, so that a rack stays in it.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut rack = location::require_locked(cx.db(), LocationType::Rack, &args.rack).await?;
    // Everything below shows row and column: whoever adds a machine here waits until they are settled.
    location::lock_within(cx.db(), rack.id).await?;
    let new = Attributes {
        fullname: args.fullname.as_deref(),
        default_dns_domain: args.default_dns_domain.as_deref(),
        uri: args.uri.as_deref(),
        comments: args.comments.as_deref(),
    };
    apply(cx, &mut rack, new).await?;
    let (row, column) = (
        args.row.as_deref().map(str::trim),
        args.column.as_deref().map(str::trim),
    );
    if let Some(row) = row {
        rack.rack_row = Some(row.to_owned());
    }
    if let Some(column) = column {
        rack.rack_column = Some(column.to_owned());
    }

    let target = match (&args.bunker, &args.room, &args.building) {
        (Some(name), _, _) => Some((LocationType::Bunker, name)),
        (_, Some(name), _) => Some((LocationType::Room, name)),
        (_, _, Some(name)) => Some((LocationType::Building, name)),
        (None, None, None) => None,
    };
    if let Some((kind, name)) = target {
        let parent = location::require(cx.db(), kind, name).await?;
        let (theirs, ours) = (building(cx, parent.id).await?, building(cx, rack.id).await?);
        if theirs != ours {
            return Err(CommandError::argument(format!(
                "Cannot change buildings.  {kind} {} is in {theirs} while Rack {} is in {ours}.",
                parent.name, rack.name
            )));
        }
        rack.parent_id = Some(parent.id);
    }
    location::update(cx.db(), &rack)
        .await
        .map_err(|error| match error.constraint() {
            Some("location_rack_row_ck") => not_alphanumeric("rack_row", row),
            Some("location_rack_column_ck") => not_alphanumeric("rack_column", column),
            _ => error.into(),
        })?;
    rewrite_within(cx, rack.id).await?;
    Ok(Answer::Nothing)
}

/// `Building ut`, the building that a place is or is in.
async fn building(cx: &mut Cx, place: i64) -> Result<String> {
    let lineage: Lineage = location::lineage(cx.db(), place).await?;
    let name = lineage
        .of(LocationType::Building)
        .map_or("None", |b| b.name.as_str());
    Ok(format!("{} {name}", LocationType::Building))
}
