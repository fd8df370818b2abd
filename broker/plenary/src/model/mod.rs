//! What the plenaries are made from: plain facts, as read from the database in one snapshot.

mod address;
mod branch;
mod city;
mod disk;
mod entitlement;
mod feature;
mod host_data;
mod host_object;
mod host_parts;
mod interface;
mod location;
mod machine;
mod network;
mod parameterised;
mod personality;
mod resource;

pub use address::{Address, AddressNetwork, Router, StaticRoute};
pub use branch::{Branch, BranchKind};
pub use city::City;
pub use disk::{Backing, Disk};
pub use entitlement::{Beneficiary, Entitlement};
pub use feature::{Feature, FeatureKind, FeatureParameter};
pub use host_data::{ClusterMembership, HostData, OperatingSystem};
pub use host_object::{HostObject, InterfaceFeatures, ServiceInstance};
pub use host_parts::{HostArchetype, HostGrn, HostPersonality};
pub use interface::{Interface, InterfaceKind, Master, MasterKind};
pub use location::{Location, Place, PlaceKind};
pub use machine::{ChassisSlot, ConsolePort, HardwareModel, Machine};
pub use network::{Network, NetworkRouter, Provider};
pub use parameterised::{ParameterisedArchetype, ParameterisedGrn, ParameterisedPersonality};
pub use personality::{GrnTarget, Personality, Stage};
pub use resource::Resource;
