//! Addresses of interfaces.

use std::net::IpAddr;
use std::sync::Arc;

use ipnetwork::IpNetwork;

/// An address assigned to an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Empty for the main address of the interface, else the label of a further one (`eth0:label`).
    pub label: String,
    /// The address.
    pub ip: IpAddr,
    /// First name of the address record.
    pub fqdn: Option<String>,
    /// The network it lies in; shared, because thousands of addresses lie in one network.
    pub network: Arc<AddressNetwork>,
}

/// The facts of a network that a host's interfaces need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressNetwork {
    /// Network address and prefix length.
    pub cidr: IpNetwork,
    /// Network type, such as `transit`.
    pub network_type: String,
    /// Name of the network environment.
    pub environment: String,
    /// Routers on the network, in the order of their addresses.
    pub routers: Vec<Router>,
    /// Where the gateway is if no router is defined: offset from the network address, 1 unless the network type
    /// is configured otherwise.
    pub default_gateway_offset: u32,
    /// Routes to be set by hosts of this network, already restricted to the host's personality stage.
    pub static_routes: Vec<StaticRoute>,
}

/// A router address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Router {
    /// Its address.
    pub ip: IpAddr,
    /// Building of the router, if it is known to stand in one.
    pub building: Option<String>,
}

/// A static route.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StaticRoute {
    /// Where to.
    pub destination: IpNetwork,
    /// Next hop.
    pub gateway: IpAddr,
}
