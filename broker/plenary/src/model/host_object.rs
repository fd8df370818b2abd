//! Object template of a host.

use super::{Branch, Feature};

/// An instance of a service.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServiceInstance {
    /// Service.
    pub service: String,
    /// Instance.
    pub instance: String,
}

/// The features of one interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterfaceFeatures {
    /// Name of the interface.
    pub interface: String,
    /// Features, in any order.
    pub features: Vec<Feature>,
}

/// A host: object template `<name>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostObject {
    /// Fully qualified name.
    pub fqdn: String,
    /// Archetype, which is where the object looks for templates first.
    pub archetype: String,
    /// Branch.
    pub branch: Branch,
    /// Site switch: include `archetype/declarations` in front of everything else.
    pub declarations: bool,
    /// Name of the operating system.
    pub os_name: String,
    /// Version of the operating system.
    pub os_version: String,
    /// Features of the machine model.
    pub hardware_features: Vec<Feature>,
    /// Features of interfaces.
    pub interface_features: Vec<InterfaceFeatures>,
    /// Services that the host uses.
    pub services_used: Vec<ServiceInstance>,
    /// Services that the host provides.
    pub services_provided: Vec<ServiceInstance>,
    /// Services that it should use but is not bound to; any makes the host incomplete.
    pub services_missing: Vec<String>,
    /// Cluster.
    pub cluster: Option<String>,
    /// Personality, for the message when it demands a cluster and there is none.
    pub personality: String,
    /// The personality demands a cluster.
    pub cluster_required: bool,
}
