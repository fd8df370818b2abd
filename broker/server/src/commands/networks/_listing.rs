//! Networks and network environments as the answer of show and search commands.

use std::collections::HashMap;

use aq_db::dns_environment;
use aq_db::location;
use aq_db::network::{self, AddressUse, Network};
use aq_db::network_environment::NetworkEnvironment;

use crate::command::Cx;
use crate::error::{CommandError, Result};
use crate::view::dns_environment::DnsEnvironmentView;
use crate::view::location::LocationView;
use crate::view::network::NetworkView;
use crate::view::network_environment::NetworkEnvironmentView;

/// The networks, in the same order, with what uses their addresses when that is wanted.
pub async fn networks(cx: &mut Cx, networks: Vec<Network>, with_uses: bool) -> Result<Vec<NetworkView>> {
    let ids: Vec<i64> = networks.iter().map(|network| network.id).collect();
    let mut uses: HashMap<i64, Vec<AddressUse>> = HashMap::new();
    if with_uses {
        for line in network::addresses(cx.db(), &ids).await? {
            uses.entry(line.network_id).or_default().push(line);
        }
    }
    let details = network::details(cx.db(), networks).await?;
    let view = |network: network::Detail| NetworkView {
        uses: with_uses.then(|| uses.remove(&network.network.id).unwrap_or_default()),
        network,
    };
    Ok(details.into_iter().map(view).collect())
}

/// The environments, in the same order.
pub async fn environments(
    cx: &mut Cx,
    environments: Vec<NetworkEnvironment>,
) -> Result<Vec<NetworkEnvironmentView>> {
    let views = dns_environment::list(cx.db()).await?;
    let places: Vec<i64> = environments.iter().filter_map(|e| e.location_id).collect();
    let places = location::get_many(cx.db(), &places).await?;
    let places = location::details(cx.db(), places).await?;
    environments
        .into_iter()
        .map(|environment| {
            let dns = views.iter().find(|dns| dns.id == environment.dns_environment_id);
            let place = places
                .iter()
                .find(|place| Some(place.location.id) == environment.location_id);
            Ok(NetworkEnvironmentView {
                dns_environment: DnsEnvironmentView(
                    dns.cloned()
                        .ok_or_else(|| CommandError::internal("a DNS environment is gone"))?,
                ),
                location: place.cloned().map(LocationView),
                environment,
            })
        })
        .collect()
}
