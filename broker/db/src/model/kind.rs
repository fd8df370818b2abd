//! The types of models.

use std::fmt;
use std::str::FromStr;

/// What a model is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, sqlx::Type,
)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ModelType {
    /// A computer in a chassis.
    Blade,
    /// A computer in a rack.
    Rackmount,
    /// A computer at a desk.
    Workstation,
    /// A computer whose data another system holds; kept so that old rows can be read.
    AuroraNode,
    /// A virtual computer.
    VirtualMachine,
    /// A virtual computer that came ready made.
    VirtualAppliance,
    /// Gives access to serial consoles.
    ConsoleServer,
    /// Holds blades.
    Chassis,
    /// A chassis whose data another system holds; kept so that old rows can be read.
    AuroraChassis,
    /// A network switch.
    Switch,
    /// A router.
    Router,
    /// A switch that also routes.
    #[sqlx(rename = "switch-router")]
    #[serde(rename = "switch-router")]
    SwitchRouter,
    /// An access point of a wireless network.
    #[sqlx(rename = "wireless-ap")]
    #[serde(rename = "wireless-ap")]
    WirelessAp,
    /// A controller of access points.
    #[sqlx(rename = "wireless-controller")]
    #[serde(rename = "wireless-controller")]
    WirelessController,
    /// A load balancer.
    #[sqlx(rename = "load-balancer")]
    #[serde(rename = "load-balancer")]
    LoadBalancer,
    /// Any other box in the network.
    #[sqlx(rename = "network-appliance")]
    #[serde(rename = "network-appliance")]
    NetworkAppliance,
    /// A network card.
    Nic,
    /// A processor.
    Cpu,
}

impl ModelType {
    /// All types.
    pub const ALL: [Self; 18] = [
        Self::Blade,
        Self::Rackmount,
        Self::Workstation,
        Self::AuroraNode,
        Self::VirtualMachine,
        Self::VirtualAppliance,
        Self::ConsoleServer,
        Self::Chassis,
        Self::AuroraChassis,
        Self::Switch,
        Self::Router,
        Self::SwitchRouter,
        Self::WirelessAp,
        Self::WirelessController,
        Self::LoadBalancer,
        Self::NetworkAppliance,
        Self::Nic,
        Self::Cpu,
    ];

    /// As stored and as typed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blade => "blade",
            Self::Rackmount => "rackmount",
            Self::Workstation => "workstation",
            Self::AuroraNode => "aurora_node",
            Self::VirtualMachine => "virtual_machine",
            Self::VirtualAppliance => "virtual_appliance",
            Self::ConsoleServer => "console_server",
            Self::Chassis => "chassis",
            Self::AuroraChassis => "aurora_chassis",
            Self::Switch => "switch",
            Self::Router => "router",
            Self::SwitchRouter => "switch-router",
            Self::WirelessAp => "wireless-ap",
            Self::WirelessController => "wireless-controller",
            Self::LoadBalancer => "load-balancer",
            Self::NetworkAppliance => "network-appliance",
            Self::Nic => "nic",
            Self::Cpu => "cpu",
        }
    }

    /// A computer that can be touched.
    #[must_use]
    pub const fn is_physical_machine(self) -> bool {
        matches!(
            self,
            Self::Blade | Self::Rackmount | Self::Workstation | Self::AuroraNode
        )
    }

    /// A computer that runs inside another.
    #[must_use]
    pub const fn is_virtual_machine(self) -> bool {
        matches!(self, Self::VirtualMachine | Self::VirtualAppliance)
    }

    /// A computer: `add_machine` takes it and it may have specifications.
    #[must_use]
    pub const fn is_machine(self) -> bool {
        self.is_physical_machine() || self.is_virtual_machine()
    }

    /// A box of the network.
    #[must_use]
    pub const fn is_network_device(self) -> bool {
        matches!(
            self,
            Self::Switch
                | Self::Router
                | Self::SwitchRouter
                | Self::WirelessAp
                | Self::WirelessController
                | Self::LoadBalancer
                | Self::NetworkAppliance
        )
    }
}

impl fmt::Display for ModelType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text names no type of model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a type of model")]
pub struct UnknownModelType(String);

impl FromStr for ModelType {
    type Err = UnknownModelType;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| UnknownModelType(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_serialized_form() {
        for kind in ModelType::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        assert!("toaster".parse::<ModelType>().is_err());
    }
}
