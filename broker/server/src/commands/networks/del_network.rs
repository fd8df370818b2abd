//! `aq del_network`: refused while addresses of it are in use or have names.

use std::net::IpAddr;

use aq_db::dns_record::{self, Filter};
use aq_db::{network, network_environment};

use super::_permission;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    ip: IpAddr,
    network_environment: Option<String>,
}

/// Deletes the network, with its routers and their names.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let environment =
        network_environment::require_or_default(cx.db(), args.network_environment.as_deref()).await?;
    _permission::check(cx, &environment)?;
    let found = network::require(cx.db(), &environment, None, Some(args.ip)).await?;
    let network = network::lock(cx.db(), found.id).await?;
    if network::has_assignments(cx.db(), network.id).await? {
        return Err(in_use(&network, "hosts"));
    }
    delete_names_of_routers(cx, &network).await?;
    if network::has_records(cx.db(), network.id).await? {
        return Err(in_use(&network, "DNS entries"));
    }
    network::delete(cx.db(), network.id).await?;
    cx.touch(Subject::Network(network.id));
    Ok(Answer::Nothing)
}

fn in_use(network: &network::Network, by: &str) -> CommandError {
    let label = network.label();
    CommandError::argument(format!(
        "Network {label} is still in use by {by} and cannot be deleted."
    ))
}

async fn delete_names_of_routers(cx: &mut Cx, network: &network::Network) -> Result<()> {
    let details = network::details(cx.db(), vec![network.clone()]).await?;
    for router in details.iter().flat_map(|detail| &detail.routers) {
        let filter = Filter {
            network_id: Some(network.id),
            ip: Some(router.ip),
            ..Filter::default()
        };
        for record in dns_record::search(cx.db(), &filter).await? {
            dns_record::delete(cx.db(), &record).await?;
        }
    }
    Ok(())
}
