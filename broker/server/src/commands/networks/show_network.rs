//! `aq show_network`: one network of an environment, or all of them.

use std::net::IpAddr;

use aq_db::{network, network_environment};

use super::_listing::networks;
use crate::command::prelude::*;

/// Options of the catalogue. `address_assignments` adds service addresses to what `hosts` shows, of which there are
/// none yet.
#[derive(Debug, Deserialize)]
pub struct Args {
    network: Option<String>,
    ip: Option<IpAddr>,
    network_environment: Option<String>,
    hosts: bool,
    address_assignments: bool,
}

/// Shows the network, or all by address.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let environment =
        network_environment::require_or_default(cx.db(), args.network_environment.as_deref()).await?;
    let found = if args.network.is_some() || args.ip.is_some() {
        vec![network::require(cx.db(), &environment, args.network.as_deref(), args.ip).await?]
    } else {
        network::matching(cx.db(), environment.id, None, None).await?
    };
    let views = networks(cx, found, args.hosts || args.address_assignments).await?;
    Ok(Answer::objects(views))
}
