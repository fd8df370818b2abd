//! Addresses of one network as offsets.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnetwork::IpNetwork;

/// The addresses of a network.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    first: IpAddr,
    last_offset: u128,
}

impl Range {
    pub(super) fn of(network: IpNetwork) -> Self {
        Self {
            first: network.network(),
            last_offset: bits(network.broadcast()) - bits(network.network()),
        }
    }

    /// How many addresses there are; one too few for all addresses of version 6, which no network holds.
    pub(super) fn size(&self) -> u128 {
        self.last_offset.saturating_add(1)
    }

    /// Offset of an address; `None` when it is outside, or of the other version.
    pub(super) fn offset(&self, ip: IpAddr) -> Option<u128> {
        if self.first.is_ipv4() != ip.is_ipv4() {
            return None;
        }
        let offset = bits(ip).checked_sub(bits(self.first))?;
        (offset <= self.last_offset).then_some(offset)
    }

    /// The address at an offset; `None` when it is outside.
    pub(super) fn at(&self, offset: u128) -> Option<IpAddr> {
        if offset > self.last_offset {
            return None;
        }
        Some(match self.first {
            IpAddr::V4(first) => {
                Ipv4Addr::from_bits(first.to_bits().checked_add(u32::try_from(offset).ok()?)?).into()
            }
            IpAddr::V6(first) => Ipv6Addr::from_bits(first.to_bits().checked_add(offset)?).into(),
        })
    }
}

fn bits(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(ip) => u128::from(ip.to_bits()),
        IpAddr::V6(ip) => ip.to_bits(),
    }
}
