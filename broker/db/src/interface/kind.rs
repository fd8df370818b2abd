//! The types of interfaces.

use std::fmt;
use std::str::FromStr;

/// What an interface is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum InterfaceType {
    /// An ordinary network card.
    Public,
    /// A management controller.
    Management,
    /// The administrator of a chassis.
    Oa,
    /// A tagged part of another interface.
    Vlan,
    /// Several interfaces used as one.
    Bonding,
    /// A bridge over other interfaces.
    Bridge,
    /// The loopback of a network device.
    Loopback,
    /// A virtual interface of a network device.
    Virtual,
    /// A port of a network device.
    Physical,
}

impl InterfaceType {
    /// The types that machines have.
    pub const OF_MACHINES: [Self; 5] = [
        Self::Public,
        Self::Management,
        Self::Vlan,
        Self::Bonding,
        Self::Bridge,
    ];

    /// All types.
    const ALL: [Self; 9] = [
        Self::Public,
        Self::Management,
        Self::Oa,
        Self::Vlan,
        Self::Bonding,
        Self::Bridge,
        Self::Loopback,
        Self::Virtual,
        Self::Physical,
    ];

    /// As stored and as typed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Management => "management",
            Self::Oa => "oa",
            Self::Vlan => "vlan",
            Self::Bonding => "bonding",
            Self::Bridge => "bridge",
            Self::Loopback => "loopback",
            Self::Virtual => "virtual",
            Self::Physical => "physical",
        }
    }

    /// As people read it in messages.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Public => "Public Interface",
            Self::Management => "Management Interface",
            Self::Oa => "On-board Admin Interface",
            Self::Vlan => "VLAN Interface",
            Self::Bonding => "Bonding Interface",
            Self::Bridge => "Bridge Interface",
            Self::Loopback => "Loopback Interface",
            Self::Virtual => "Virtual Interface",
            Self::Physical => "Physical Interface",
        }
    }

    /// The same inside a sentence, where only acronyms keep their capitals.
    #[must_use]
    pub fn inner_label(self) -> String {
        match self {
            Self::Vlan => "VLAN interface".to_owned(),
            other => other.label().to_lowercase(),
        }
    }

    /// It has a card of its own, whose model is known.
    #[must_use]
    pub const fn has_card(self) -> bool {
        matches!(self, Self::Public)
    }

    /// It can be made of others.
    #[must_use]
    pub const fn is_master(self) -> bool {
        matches!(self, Self::Bonding | Self::Bridge)
    }

    /// It has no hardware address of its own.
    #[must_use]
    pub const fn forbids_mac(self) -> bool {
        matches!(self, Self::Vlan | Self::Bridge | Self::Loopback)
    }

    /// The type that the name of a machine's interface tells.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        // VLANs can stand on almost anything, so the dot counts most.
        if name.contains('.') {
            return Self::Vlan;
        }
        if name.starts_with("bond") {
            return Self::Bonding;
        }
        if name.starts_with("br") {
            return Self::Bridge;
        }
        if ["bmc", "ilo", "ipmi", "mgmt"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
        {
            return Self::Management;
        }
        Self::Public
    }
}

impl fmt::Display for InterfaceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text names no type of interface.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a type of interface")]
pub struct UnknownInterfaceType(String);

impl FromStr for InterfaceType {
    type Err = UnknownInterfaceType;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim().to_lowercase();
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| UnknownInterfaceType(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::InterfaceType;

    #[test]
    fn names_tell_the_type() {
        let expected = [
            ("eth0", InterfaceType::Public),
            ("bond0", InterfaceType::Bonding),
            ("br1", InterfaceType::Bridge),
            ("bond0.5", InterfaceType::Vlan),
            ("ipmi", InterfaceType::Management),
            ("mgmt0", InterfaceType::Management),
        ];
        for (name, kind) in expected {
            assert_eq!(InterfaceType::of_name(name), kind, "{name}");
            assert_eq!(kind.name().parse(), Ok(kind));
        }
    }
}
