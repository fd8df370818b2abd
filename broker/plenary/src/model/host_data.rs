//! Data of a host.

use std::net::IpAddr;

use super::{Entitlement, FeatureParameter, GrnTarget, Interface, Resource};
use crate::name::TemplateName;

/// Operating system of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatingSystem {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// Where the version is in its life: `evaluation`, `production`, ...
    pub lifecycle: String,
}

/// Membership in a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterMembership {
    /// Name of the cluster.
    pub name: String,
    /// Number of the host in the cluster, from 0.
    pub node_index: u32,
    /// Metacluster of the cluster.
    pub metacluster: Option<String>,
}

/// A host's data: structure template `hostdata/<name>`.
#[derive(Debug, Clone, PartialEq)]
pub struct HostData {
    /// Fully qualified name.
    pub fqdn: String,
    /// Plenary of the hardware.
    pub hardware: TemplateName,
    /// Building of the hardware, which decides between several routers.
    pub building: Option<String>,
    /// Operating system.
    pub os: OperatingSystem,
    /// All interfaces, in any order.
    pub interfaces: Vec<Interface>,
    /// Primary address.
    pub primary_ip: Option<IpAddr>,
    /// Build status: `build`, `ready`, ...
    pub status: String,
    /// Monitoring should look at the host.
    pub advertise_status: bool,
    /// GRNs of the host itself by purpose.
    pub grns: Vec<GrnTarget>,
    /// Number of the owning GRN: of the host, or else of its personality.
    pub owner_eon_id: i32,
    /// Entitlements on this host.
    pub entitlements: Vec<Entitlement>,
    /// Cluster.
    pub cluster: Option<ClusterMembership>,
    /// Virtual switch.
    pub virtual_switch: Option<String>,
    /// Resources of this host.
    pub resources: Vec<Resource>,
    /// Parameters of the hardware and interface features in use.
    pub parameters: Vec<FeatureParameter>,
}
