//! Interfaces of a machine.

use super::{Address, HardwareModel};

/// What an interface is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InterfaceKind {
    /// Ordinary network card.
    Public,
    /// Management controller; not configured on the host itself.
    Management,
    /// On-board administrator of a chassis.
    OnboardAdmin,
    /// Tagged sub-interface of another one.
    Vlan,
    /// Aggregate of other interfaces.
    Bonding,
    /// Bridge over other interfaces.
    Bridge,
    /// Loopback of a network device.
    Loopback,
    /// Virtual interface of a network device.
    Virtual,
    /// Physical port of a network device.
    Physical,
}

impl InterfaceKind {
    /// The kind with the name that the database uses.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "public" => Self::Public,
            "management" => Self::Management,
            "oa" => Self::OnboardAdmin,
            "vlan" => Self::Vlan,
            "bonding" => Self::Bonding,
            "bridge" => Self::Bridge,
            "loopback" => Self::Loopback,
            "virtual" => Self::Virtual,
            "physical" => Self::Physical,
            _ => return None,
        })
    }
}

/// The interface another one is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Master {
    /// Name of the master on the same machine.
    pub name: String,
    /// What it is.
    pub kind: MasterKind,
}

/// The two kinds of interface that have members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MasterKind {
    /// Aggregate.
    Bonding,
    /// Bridge.
    Bridge,
}

/// An interface with its addresses. The machine plenary takes the hardware side, the host data the network side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Name: `eth0`, `eth1.2`, `bmc`.
    pub name: String,
    /// What it is.
    pub kind: InterfaceKind,
    /// Hardware address in the usual notation, lower case.
    pub mac: Option<String>,
    /// Model of the card.
    pub model: HardwareModel,
    /// The machine boots from it.
    pub bootable: bool,
    /// It leads to the default gateway.
    pub default_route: bool,
    /// Port group of a virtual machine.
    pub port_group: Option<String>,
    /// Bus address.
    pub bus: Option<String>,
    /// Aggregate or bridge it belongs to.
    pub master: Option<Master>,
    /// Underlying interface, for a tagged one.
    pub parent: Option<String>,
    /// Addresses in the order of the address.
    pub addresses: Vec<Address>,
}
