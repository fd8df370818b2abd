//! `aq search_network`: networks by what they are and what is in them.

use std::net::IpAddr;

use aq_db::network::{self, Filter};
use aq_db::{fqdn, machine, network_compartment, network_environment};

use super::_listing::networks;
use crate::command::prelude::*;
use crate::commands::locations::_place::{named, place_options};
use crate::view::named::Named;

/// Options of the catalogue. Clusters, virtual switches and port groups do not exist yet, whatever is named.
#[derive(Debug, Deserialize)]
pub struct Args {
    network: Option<String>,
    network_environment: Option<String>,
    network_compartment: Option<String>,
    ip: Option<IpAddr>,
    r#type: Option<String>,
    side: Option<String>,
    machine: Option<String>,
    fqdn: Option<String>,
    has_dynamic_ranges: bool,
    exact_location: bool,
    fullinfo: bool,
    organization: Option<String>,
    hub: Option<String>,
    continent: Option<String>,
    country: Option<String>,
    campus: Option<String>,
    city: Option<String>,
    building: Option<String>,
    room: Option<String>,
    bunker: Option<String>,
    rack: Option<String>,
    desk: Option<String>,
}

/// Finds the networks; addresses alone in `raw` unless everything is wanted.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let environment =
        network_environment::require_or_default(cx.db(), args.network_environment.as_deref()).await?;
    if let Some(ip) = args.ip {
        // An address in no network is an error and not an empty result, so that scripts can tell the two apart.
        network::require_containing(cx.db(), environment.id, ip).await?;
    }
    let compartment_id = match args.network_compartment.as_deref() {
        Some(name) => Some(network_compartment::require(cx.db(), name).await?),
        None => None,
    };
    let ids = match args.machine.as_deref() {
        Some(name) => Some(of_machine(cx, name).await?),
        None => None,
    };
    let name = match args.fqdn.as_deref() {
        Some(name) => Some(fqdn::parse(cx.db(), name).await?),
        None => None,
    };
    let place = named(cx, place_options!(args)).await?.map(|place| place.id);
    let filter = Filter {
        environment_id: environment.id,
        name: args.network.as_deref(),
        containing: args.ip,
        network_type: args.r#type.as_deref(),
        side: args.side.as_deref(),
        compartment_id,
        ids: ids.as_deref(),
        fqdn: name.as_ref().map(|(short, domain)| (short.as_str(), domain.id)),
        within: place.filter(|_| !args.exact_location),
        exactly: place.filter(|_| args.exact_location),
        dynamic: args.has_dynamic_ranges,
    };
    let found = network::search(cx.db(), &filter).await?;
    let views = networks(cx, found, args.fullinfo).await?;
    Ok(if args.fullinfo {
        Answer::objects(views)
    } else {
        Answer::objects(views.into_iter().map(|view| Named {
            name: view.network.network.cidr.to_string(),
            view,
        }))
    })
}

async fn of_machine(cx: &mut Cx, name: &str) -> Result<Vec<i64>> {
    let machine = machine::require(cx.db(), name).await?;
    let ids = network::of_machine(cx.db(), machine.id).await?;
    if ids.is_empty() {
        return Err(CommandError::argument(format!(
            "Machine {} has no interfaces with a port group or assigned to a network.",
            machine.display_name()
        )));
    }
    Ok(ids)
}
