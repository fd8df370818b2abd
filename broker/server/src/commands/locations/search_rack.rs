//! `aq search_rack`: racks by place, row, column, label and URI. Names alone unless `--fullinfo`.

use aq_db::location::{self, Filter, LocationType};

use super::_listing::found;
use super::_place;
use crate::command::prelude::*;

/// Options of the catalogue. `all` needs no look: without a criterion every rack is found.
#[derive(Debug, Deserialize)]
pub struct Args {
    organization: Option<String>,
    hub: Option<String>,
    continent: Option<String>,
    country: Option<String>,
    campus: Option<String>,
    city: Option<String>,
    building: Option<String>,
    room: Option<String>,
    bunker: Option<String>,
    desk: Option<String>,
    rack: Option<String>,
    fullname: Option<String>,
    uri: Option<String>,
    row: Option<String>,
    column: Option<String>,
    fullinfo: bool,
}

/// Finds the racks. A place that is named must exist; a rack that does not exist is merely not found.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let places = [
        (LocationType::Organization, &args.organization),
        (LocationType::Hub, &args.hub),
        (LocationType::Continent, &args.continent),
        (LocationType::Country, &args.country),
        (LocationType::Campus, &args.campus),
        (LocationType::City, &args.city),
        (LocationType::Building, &args.building),
        (LocationType::Room, &args.room),
        (LocationType::Bunker, &args.bunker),
        (LocationType::Desk, &args.desk),
    ];
    let within = _place::named(cx, places).await?.map(|place| place.id);
    let filter = Filter {
        kind: Some(LocationType::Rack),
        name: args.rack.as_deref(),
        within,
        fullname: args.fullname.as_deref(),
        uri: args.uri.as_deref(),
        rack_row: args.row.as_deref(),
        rack_column: args.column.as_deref(),
        ..Filter::default()
    };
    let racks = location::search(cx.db(), &filter).await?;
    found(cx, racks, args.fullinfo).await
}
