//! `aq add_network`: a range of addresses at a place.

use std::net::IpAddr;

use aq_db::network::{self, NewNetwork};
use aq_db::{network_compartment, network_environment};
use ipnetwork::IpNetwork;

use super::_name::warn_of_namesake;
use super::_permission;
use super::_range::range;
use crate::command::prelude::*;
use crate::command::text;
use crate::commands::locations::_place::{named, place_options};

/// Which of two parallel networks a new one is.
const SIDE: &str = "a";

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    network: String,
    ip: IpAddr,
    netmask: Option<String>,
    prefixlen: Option<i64>,
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
    network_environment: Option<String>,
    network_compartment: Option<String>,
    r#type: Option<String>,
    side: Option<String>,
    comments: Option<String>,
}

/// Adds the network.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let cidr = range(args.ip, args.netmask.as_deref(), args.prefixlen)?;
    let place = named(cx, place_options!(args))
        .await?
        .ok_or_else(|| CommandError::argument("Please specify a location parameter."))?;
    let environment =
        network_environment::require_or_default(cx.db(), args.network_environment.as_deref()).await?;
    _permission::check(cx, &environment)?;
    let compartment = match args
        .network_compartment
        .as_deref()
        .filter(|name| !name.is_empty())
    {
        Some(name) => Some(network_compartment::require(cx.db(), name).await?),
        None => None,
    };
    warn_of_namesake(cx, &args.network).await?;
    check_overlap(cx, environment.id, cidr).await?;
    let default_type = cx.app.config.defaults.network_type.clone();
    let new = NewNetwork {
        network_environment_id: environment.id,
        network_compartment_id: compartment,
        location_id: place.id,
        network_type: text::given(args.r#type.as_deref()).unwrap_or(&default_type),
        cidr,
        name: &args.network,
        side: text::given(args.side.as_deref()).unwrap_or(SIDE),
        comments: text::given(args.comments.as_deref()),
    };
    let network = network::insert(cx.db(), &new).await?;
    cx.touch(Subject::Network(network.id));
    Ok(Answer::Nothing)
}

/// The schema refuses overlaps too; here the networks in the way are named. The reference looks at the first address
/// only, and so lets a network in that covers smaller ones.
async fn check_overlap(cx: &mut Cx, environment: i64, cidr: IpNetwork) -> Result<()> {
    let others = network::overlapping(cx.db(), environment, cidr).await?;
    let Some(first) = others.first() else {
        return Ok(());
    };
    let ip = cidr.network();
    if first.cidr.contains(ip) {
        return Err(CommandError::argument(format!(
            "IP address {ip} is part of existing network named {} with address {}.",
            first.name, first.cidr
        )));
    }
    let more = match others.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Err(CommandError::argument(format!(
        "Network {cidr} covers the existing network named {} with address {}{more}.",
        first.name, first.cidr
    )))
}
