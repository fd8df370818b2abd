//! Which router a host should use.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnetwork::IpNetwork;

use crate::model::{AddressNetwork, Interface};

/// The routers that a host in `building` should use. A network stretched over two buildings has a router in each;
/// traffic should not take the way through the other building. Routers that stand in no known building are
/// equally good. If none is left, the first router is better than none.
pub(super) fn local_routers(network: &AddressNetwork, building: Option<&str>) -> Vec<IpAddr> {
    let local: Vec<IpAddr> = network
        .routers
        .iter()
        .filter(|router| router.building.is_none() || router.building.as_deref() == building)
        .map(|router| router.ip)
        .collect();
    if local.is_empty() {
        network
            .routers
            .first()
            .map(|router| router.ip)
            .into_iter()
            .collect()
    } else {
        local
    }
}

/// The gateway of a network on which no router is defined: the configured offset, on networks that have room for
/// one.
pub(super) fn default_gateway(network: &AddressNetwork) -> Option<IpAddr> {
    let offset = network.default_gateway_offset;
    match network.cidr {
        IpNetwork::V4(cidr) if cidr.prefix() <= 30 => u32::from(cidr.network())
            .checked_add(offset)
            .map(|ip| IpAddr::V4(ip.into())),
        IpNetwork::V6(cidr) if cidr.prefix() <= 126 => u128::from(cidr.network())
            .checked_add(offset.into())
            .map(|ip| IpAddr::V6(ip.into())),
        _ => None,
    }
}

/// True when the interface, or a member of it, leads to the default gateway.
pub(super) fn is_default_route(interface: &Interface, all: &[Interface]) -> bool {
    let mut visited = BTreeSet::new();
    let mut waiting = vec![interface];
    while let Some(interface) = waiting.pop() {
        if interface.default_route {
            return true;
        }
        // A chain of masters cannot loop in the database, but a loop must not hang the broker either.
        if visited.insert(interface.name.as_str()) {
            waiting.extend(all.iter().filter(|m| {
                m.master
                    .as_ref()
                    .is_some_and(|master| master.name == interface.name)
            }));
        }
    }
    false
}
