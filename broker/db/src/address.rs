//! Which addresses of a network may be used, and choosing a free one.

mod choice;
mod number;
mod source;

use std::net::IpAddr;

use crate::network::Network;
use crate::{DbError, Result};

pub use choice::{Algorithm, generate};
pub use source::{Chosen, Source, choose, network_of_interface};

/// From this size on, the first and the last address of a network are not for machines.
const SIZE_WITH_ENDS: u128 = 4;
/// From this size on, the reserved offsets of the network's type hold.
const SIZE_WITH_RESERVED: u128 = 8;

/// The site's rules for the addresses of one network type, as offsets from the address of the network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// The gateway, where no router is declared.
    pub default_gateway_offset: u32,
    /// The first address that is given out automatically.
    pub first_usable_offset: u32,
    /// Addresses that no machine gets.
    pub reserved_offsets: Vec<u32>,
}

impl Rules {
    /// Refuses the addresses of a network that no machine may have.
    ///
    /// # Errors
    /// [`DbError::Rule`] that says what the address is.
    pub fn check(&self, network: &Network, ip: IpAddr) -> Result<()> {
        let range = number::Range::of(network.cidr);
        let offset = range.offset(ip).ok_or_else(|| {
            DbError::rule(format!("IP address {ip} is outside network {}.", network.label()))
        })?;
        let name = &network.name;
        if range.size() >= SIZE_WITH_ENDS {
            if offset == 0 {
                return Err(DbError::rule(format!(
                    "IP address {ip} is the address of network {name}."
                )));
            }
            if offset + 1 == range.size() {
                return Err(DbError::rule(format!(
                    "IP address {ip} is the broadcast address of network {name}."
                )));
            }
        }
        if self.is_reserved(&range, offset) {
            return Err(DbError::rule(format!(
                "The IP address {ip} is reserved for dynamic DHCP for a switch on subnet {}.",
                network.cidr.network()
            )));
        }
        Ok(())
    }

    fn is_reserved(&self, range: &number::Range, offset: u128) -> bool {
        range.size() >= SIZE_WITH_RESERVED
            && self
                .reserved_offsets
                .iter()
                .any(|reserved| u128::from(*reserved) == offset)
    }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;

    fn network(cidr: &str) -> Network {
        Network {
            id: 1,
            network_environment_id: 1,
            network_compartment_id: None,
            location_id: 1,
            network_type: "tor_net".into(),
            cidr: cidr.parse().unwrap(),
            name: "n".into(),
            side: None,
            comments: None,
            creation_date: OffsetDateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn ends_and_reserved_offsets_are_refused() {
        let rules = Rules {
            reserved_offsets: vec![6, 7],
            ..Rules::default()
        };
        let check = |cidr: &str, ip: &str| {
            let result = rules.check(&network(cidr), ip.parse().unwrap());
            result.err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert_eq!(
            check("10.0.0.0/24", "10.0.0.0"),
            "IP address 10.0.0.0 is the address of network n."
        );
        assert_eq!(
            check("10.0.0.0/24", "10.0.0.255"),
            "IP address 10.0.0.255 is the broadcast address of network n."
        );
        assert_eq!(
            check("10.0.0.0/24", "10.0.0.6"),
            "The IP address 10.0.0.6 is reserved for dynamic DHCP for a switch on subnet 10.0.0.0."
        );
        assert_eq!(check("10.0.0.0/24", "10.0.0.5"), "");
        assert_eq!(
            check("10.0.0.0/24", "10.0.1.5"),
            "IP address 10.0.1.5 is outside network n [10.0.0.0/24]."
        );
        assert_eq!(check("10.0.0.0/31", "10.0.0.0"), "");
        assert_eq!(check("10.0.0.4/32", "10.0.0.4"), "");
        assert_eq!(
            check("2001:db8::/64", "2001:db8::"),
            "IP address 2001:db8:: is the address of network n."
        );
        assert_eq!(
            check("2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff"),
            "IP address 2001:db8::ffff:ffff:ffff:ffff is the broadcast address of network n."
        );
    }
}
