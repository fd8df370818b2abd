//! `aq update_network`: everything but the address, of all networks that fit.

use std::net::IpAddr;

use aq_db::{network, network_compartment, network_environment};

use super::_name::warn_of_namesake;
use super::_permission;
use crate::command::prelude::*;
use crate::command::text;
use crate::commands::locations::_place::{named, place_options};

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    network: Option<String>,
    ip: Option<IpAddr>,
    rename_to: Option<String>,
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
    r#type: Option<String>,
    side: Option<String>,
    network_environment: Option<String>,
    network_compartment: Option<String>,
    comments: Option<String>,
}

/// Changes the networks, and writes their templates and those of hosts that show what changed.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let environment =
        network_environment::require_or_default(cx.db(), args.network_environment.as_deref()).await?;
    _permission::check(cx, &environment)?;
    if args.network.is_none() && args.ip.is_none() {
        return Err(CommandError::argument("Please specify either --network or --ip."));
    }
    let compartment = match args.network_compartment.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(name) => Some(Some(network_compartment::require(cx.db(), name).await?)),
    };
    let place = named(cx, place_options!(args)).await?;
    let rename_to = text::given(args.rename_to.as_deref());
    if let Some(name) = rename_to {
        warn_of_namesake(cx, name).await?;
    }
    let found = network::matching(cx.db(), environment.id, args.network.as_deref(), args.ip).await?;
    if found.is_empty() {
        return Err(CommandError::from(aq_db::DbError::Missing(
            "No matching network was found.".to_owned(),
        )));
    }
    for id in found.into_iter().map(|network| network.id) {
        let before = network::lock(cx.db(), id).await?;
        let mut after = before.clone();
        if let Some(name) = rename_to {
            after.name = name.to_owned();
        }
        if let Some(kind) = text::given(args.r#type.as_deref()) {
            after.network_type = kind.to_owned();
        }
        if let Some(side) = text::given(args.side.as_deref()) {
            after.side = Some(side.to_owned());
        }
        if let Some(place) = &place {
            after.location_id = place.id;
        }
        if let Some(compartment) = compartment {
            after.network_compartment_id = compartment;
        }
        text::replace(&mut after.comments, args.comments.clone());
        network::update(cx.db(), &after).await?;
        cx.touch(Subject::Network(id));
        // Hosts show the type and what it decides (gateway); the reference leaves them with the old one.
        if before.network_type != after.network_type {
            for host in network::host_ids(cx.db(), id).await? {
                cx.touch(Subject::Host(host));
            }
        }
    }
    Ok(Answer::Nothing)
}
