//! Deleting a place that nothing is in any more.

use aq_db::location::{self, Location, Usage};

use super::_rewriting::rewrite_within;
use crate::command::Cx;
use crate::error::{CommandError, Result};

/// How many of the places below are named in the refusal.
const EXAMPLES: usize = 3;

/// Deletes the place; refused while networks, network environments, hardware or other places are in it.
pub async fn remove(cx: &mut Cx, place: &Location) -> Result<()> {
    let Usage {
        networks,
        network_environments,
        hardware,
    } = location::usage(cx.db(), place.id).await?;
    let users = [
        (networks, "networks"),
        (network_environments, "network environments"),
        (hardware, "hardware objects"),
    ];
    if let Some((_, what)) = users.into_iter().find(|(used, _)| *used) {
        return Err(CommandError::argument(format!(
            "Could not delete {}, {what} were found using this location.",
            named(place)
        )));
    }
    let below = location::children(cx.db(), place.id).await?;
    if !below.is_empty() {
        let examples: Vec<String> = below.iter().take(EXAMPLES).map(named).collect();
        return Err(CommandError::argument(format!(
            "Could not delete {}, other locations were found in it (e.g. {}).",
            named(place),
            examples.join(", ")
        )));
    }
    // The city's own template, and those of networks with a router here, which lose the router's place.
    rewrite_within(cx, place.id).await?;
    location::delete(cx.db(), place.id).await?;
    Ok(())
}

/// `building ut`, as it is said inside a sentence.
pub fn named(place: &Location) -> String {
    format!("{} {}", place.location_type.name(), place.name)
}
