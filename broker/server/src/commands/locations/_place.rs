//! The place that one of the location options names.

use aq_db::location::{self, Location, LocationType};

use crate::command::Cx;
use crate::error::Result;

/// The place that is named, if one is; at most one is given.
pub async fn named(
    cx: &mut Cx,
    options: impl IntoIterator<Item = (LocationType, &Option<String>)>,
) -> Result<Option<Location>> {
    let given = options
        .into_iter()
        .find_map(|(kind, name)| Some((kind, name.as_deref()?)));
    match given {
        Some((kind, name)) => Ok(Some(location::require(cx.db(), kind, name).await?)),
        None => Ok(None),
    }
}

/// The location options of a command's `Args`, as [`named`] takes them.
macro_rules! place_options {
    ($args:expr) => {{
        use aq_db::location::LocationType;
        [
            (LocationType::Organization, &$args.organization),
            (LocationType::Hub, &$args.hub),
            (LocationType::Continent, &$args.continent),
            (LocationType::Country, &$args.country),
            (LocationType::Campus, &$args.campus),
            (LocationType::City, &$args.city),
            (LocationType::Building, &$args.building),
            (LocationType::Room, &$args.room),
            (LocationType::Bunker, &$args.bunker),
            (LocationType::Rack, &$args.rack),
            (LocationType::Desk, &$args.desk),
        ]
    }};
}
pub(crate) use place_options;
