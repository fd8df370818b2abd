//! Machines.

use super::{Disk, Interface, Location};

/// A vendor's model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HardwareModel {
    /// Vendor name.
    pub vendor: String,
    /// Model name.
    pub name: String,
}

/// Place in a chassis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChassisSlot {
    /// Name of the chassis.
    pub chassis: String,
    /// Slot number.
    pub slot: u32,
}

/// Port of a console server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsolePort {
    /// What the port is called on the machine.
    pub client_port: String,
    /// Name of the console server.
    pub server: String,
    /// Port number on the server.
    pub port: u32,
}

/// A machine: structure template `machine/<hub>/<building>/<rack>/<label>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// Label, unique among all hardware.
    pub label: String,
    /// Where it stands.
    pub location: Location,
    /// Vendor and model.
    pub model: HardwareModel,
    /// Processor model.
    pub cpu: HardwareModel,
    /// Number of processors.
    pub cpu_quantity: u32,
    /// Memory in megabytes.
    pub memory: u64,
    /// Serial number.
    pub serial_number: Option<String>,
    /// Address of the description of an appliance.
    pub uri: Option<String>,
    /// Universally unique identifier.
    pub uuid: Option<String>,
    /// Chassis slot.
    pub chassis: Option<ChassisSlot>,
    /// Disks, in any order.
    pub disks: Vec<Disk>,
    /// Interfaces, in any order.
    pub interfaces: Vec<Interface>,
    /// Console ports, in any order.
    pub consoles: Vec<ConsolePort>,
}
