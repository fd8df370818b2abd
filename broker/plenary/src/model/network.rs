//! Networks.

use std::net::IpAddr;

use ipnetwork::IpNetwork;

use super::Location;

/// A network: structure template `network/<environment>/<address>/config`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// Name.
    pub name: String,
    /// Address and prefix length.
    pub cidr: IpNetwork,
    /// Network type.
    pub network_type: String,
    /// Side: `a`, `b`.
    pub side: String,
    /// Where the network is.
    pub location: Location,
    /// Name of the network environment.
    pub environment: String,
    /// Where the network environment is, if it is tied to a place.
    pub environment_location: Option<Location>,
    /// Compartment.
    pub compartment: Option<String>,
    /// Routers.
    pub routers: Vec<NetworkRouter>,
}

/// A router address and what provides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkRouter {
    /// The address that hosts use.
    pub ip: IpAddr,
    /// Where the router is.
    pub location: Option<Location>,
    /// Devices that answer on it.
    pub providers: Vec<Provider>,
}

/// A device behind a router address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Primary name of the device.
    pub router: String,
    /// Interface that has the address.
    pub interface: String,
    /// Own address of the interface, when the router address is shared between devices.
    pub ip: Option<IpAddr>,
}
