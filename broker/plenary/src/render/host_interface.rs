//! The network side of a host: interfaces, gateways and routes.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::gateway;
use crate::model::{Address, Interface, InterfaceKind, MasterKind, StaticRoute};
use crate::pan::Pan;

/// What the interfaces of a host amount to.
#[derive(Default)]
pub(super) struct HostNetwork {
    /// Description of each interface, by name.
    pub interfaces: BTreeMap<String, Pan>,
    /// Gateway of the interface with the default route.
    pub default_gateway: Option<IpAddr>,
    /// Usable routers of interfaces with a default route, by interface.
    pub routers: BTreeMap<String, Pan>,
}

/// Describes all interfaces that are configured on the host itself, which management controllers are not.
pub(super) fn describe(interfaces: &[Interface], building: Option<&str>) -> HostNetwork {
    let mut network = HostNetwork::default();
    let mut ordered: Vec<&Interface> = interfaces
        .iter()
        .filter(|interface| interface.kind != InterfaceKind::Management)
        .collect();
    ordered.sort_by_key(|interface| interface.name.as_str());
    for interface in ordered {
        let description = network.interface(interface, interfaces, building);
        network
            .interfaces
            .insert(interface.name.clone(), Pan::Dict(description));
    }
    network
}

impl HostNetwork {
    fn interface(
        &mut self,
        interface: &Interface,
        all: &[Interface],
        building: Option<&str>,
    ) -> BTreeMap<String, Pan> {
        let mut out = BTreeMap::new();
        let configured = interface.master.is_none() && !interface.addresses.is_empty();
        out.insert(
            "bootproto".to_owned(),
            Pan::from(if configured { "static" } else { "none" }),
        );
        if let Some(master) = &interface.master {
            let key = match master.kind {
                MasterKind::Bonding => "master",
                MasterKind::Bridge => "bridge",
            };
            out.insert(key.to_owned(), Pan::from(&master.name));
        }
        if interface.kind == InterfaceKind::Vlan {
            out.insert("vlan".to_owned(), Pan::from(true));
            out.insert("physdev".to_owned(), Pan::from(interface.parent.clone()));
        }

        let mut aliases = BTreeMap::new();
        let mut routes = BTreeSet::new();
        for address in &interface.addresses {
            if address.label.is_empty() {
                let gateway = self.gateway(interface, address, all, building);
                main_address(&mut out, address, gateway);
            } else {
                aliases.insert(address.label.clone(), alias(address));
            }
            routes.extend(address.network.static_routes.iter().cloned());
        }
        if !aliases.is_empty() {
            out.insert("aliases".to_owned(), Pan::Dict(aliases));
        }
        if !routes.is_empty() {
            out.insert("route".to_owned(), Pan::List(routes.iter().map(route).collect()));
        }
        out
    }

    /// Gateway for a main address. If several interfaces lead to the default gateway the boot interface is
    /// preferred; multipath routing is for the site's templates.
    fn gateway(
        &mut self,
        interface: &Interface,
        address: &Address,
        all: &[Interface],
        building: Option<&str>,
    ) -> Option<IpAddr> {
        let network = &address.network;
        let leads_out = gateway::is_default_route(interface, all);
        let routers = gateway::local_routers(network, building);
        let gateway = routers
            .first()
            .copied()
            .or_else(|| gateway::default_gateway(network));
        if leads_out && !routers.is_empty() {
            self.routers.insert(interface.name.clone(), Pan::list(routers));
        }
        if leads_out && (self.default_gateway.is_none() || interface.bootable) {
            self.default_gateway = gateway;
        }
        gateway
    }
}

fn main_address(out: &mut BTreeMap<String, Pan>, address: &Address, gateway: Option<IpAddr>) {
    out.extend(subnet(address));
    if let Some(gateway) = gateway {
        out.insert("gateway".to_owned(), gateway.into());
    }
    out.insert(
        "network_type".to_owned(),
        Pan::from(&address.network.network_type),
    );
    out.insert(
        "network_environment".to_owned(),
        Pan::from(&address.network.environment),
    );
}

fn alias(address: &Address) -> Pan {
    Pan::Dict(subnet(address))
}

fn subnet(address: &Address) -> BTreeMap<String, Pan> {
    let cidr = address.network.cidr;
    let mut out = BTreeMap::from([
        ("ip".to_owned(), Pan::from(address.ip)),
        ("netmask".to_owned(), Pan::from(cidr.mask())),
        ("broadcast".to_owned(), Pan::from(cidr.broadcast())),
    ]);
    if let Some(fqdn) = &address.fqdn {
        out.insert("fqdn".to_owned(), Pan::from(fqdn));
    }
    out
}

fn route(route: &StaticRoute) -> Pan {
    Pan::dict([
        ("address", Pan::from(route.destination.network())),
        ("netmask", Pan::from(route.destination.mask())),
        ("gateway", Pan::from(route.gateway)),
    ])
}
