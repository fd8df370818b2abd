//! Choosing a free address of a network.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::str::FromStr;

use sqlx::PgConnection;

use super::number::Range;
use super::{Rules, SIZE_WITH_ENDS};
use crate::network::{self, Network};
use crate::{DbError, Result};

/// Which free address to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Algorithm {
    /// The lowest.
    #[default]
    Lowest,
    /// The highest.
    Highest,
    /// The one after the highest in use.
    Max,
}

impl FromStr for Algorithm {
    type Err = DbError;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "lowest" => Ok(Self::Lowest),
            "highest" => Ok(Self::Highest),
            "max" => Ok(Self::Max),
            other => Err(DbError::rule(format!(
                "Unknown algorithm {other}. Use lowest, highest or max."
            ))),
        }
    }
}

/// Chooses a free address of a network and locks the network until the end of the transaction, so that nobody else is
/// given the same one. Addresses that are named in the DNS, that an interface or a router has, or that the rules keep
/// from machines are not free.
///
/// # Errors
/// [`DbError::Rule`] when there is none.
pub async fn generate(
    conn: &mut PgConnection,
    network_id: i64,
    rules: &(dyn Fn(&str) -> Rules + Sync),
    algorithm: Algorithm,
) -> Result<(Network, IpAddr)> {
    let network = network::lock(conn, network_id).await?;
    let range = Range::of(network.cidr);
    let rows = sqlx::query!(
        r#"select ip as "ip!", false as "is_router!" from dns_record where network_id = $1
           union select ip, false from address_assignment where network_id = $1
           union select ip, true from router_address where network_id = $1"#,
        network_id
    )
    .fetch_all(conn)
    .await?;
    let offsets = |routers: bool| -> BTreeSet<u128> {
        let rows = rows.iter().filter(|row| row.is_router == routers);
        rows.filter_map(|row| range.offset(row.ip.ip())).collect()
    };
    let space = Space {
        range,
        rules: &rules(&network.network_type),
        used: offsets(false),
        routers: offsets(true),
    };
    let offset = space
        .choose(algorithm)
        .map_err(|none| DbError::rule(none.sentence(&network)))?;
    let ip = range
        .at(offset)
        .ok_or_else(|| DbError::rule(NoAddress::AllUsed.sentence(&network)))?;
    Ok((network, ip))
}

/// Why there is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoAddress {
    AllUsed,
    NoneAbove,
}

impl NoAddress {
    fn sentence(self, network: &Network) -> String {
        match self {
            Self::AllUsed => format!("No available IP addresses found on network {}.", network.cidr),
            Self::NoneAbove => {
                "Failed to find an IP that is suitable for --ipalgorithm=max.  Try an other algorithm \
                 as there are still some free addresses."
                    .to_owned()
            }
        }
    }
}

/// A network with what is taken of it.
struct Space<'a> {
    range: Range,
    rules: &'a Rules,
    used: BTreeSet<u128>,
    routers: BTreeSet<u128>,
}

impl Space<'_> {
    fn choose(&self, algorithm: Algorithm) -> Result<u128, NoAddress> {
        let size = self.range.size();
        let ends = size >= SIZE_WITH_ENDS;
        // Small networks begin at their first address, as the offset of their type does not fit.
        let first = match u128::from(self.rules.first_usable_offset) {
            offset if offset >= size => 0,
            offset => offset,
        };
        let first = if ends { first.max(1) } else { first };
        let last = if ends { size.saturating_sub(2) } else { size - 1 };
        let free = |offset: &u128| self.is_free(*offset);
        let lowest = || (first..=last).find(free);
        let found = match algorithm {
            Algorithm::Lowest => lowest(),
            Algorithm::Highest => (first..=last).rev().find(free),
            Algorithm::Max => {
                let start = self
                    .used
                    .range(first..)
                    .next_back()
                    .map_or(first, |highest| highest + 1);
                let above = (start..=last).find(free);
                if above.is_none() && lowest().is_some() {
                    return Err(NoAddress::NoneAbove);
                }
                above
            }
        };
        found.ok_or(NoAddress::AllUsed)
    }

    fn is_free(&self, offset: u128) -> bool {
        // Without a declared router, hosts take the default one for their gateway.
        let gateway = self.routers.is_empty()
            && self.range.size() >= SIZE_WITH_ENDS
            && offset == u128::from(self.rules.default_gateway_offset);
        !(gateway
            || self.used.contains(&offset)
            || self.routers.contains(&offset)
            || self.rules.is_reserved(&self.range, offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(cidr: &str, algorithm: Algorithm, used: &[u128], routers: &[u128]) -> Result<u128, NoAddress> {
        let rules = Rules {
            default_gateway_offset: 1,
            first_usable_offset: 2,
            reserved_offsets: vec![4, 5],
        };
        Space {
            range: Range::of(cidr.parse().unwrap()),
            rules: &rules,
            used: used.iter().copied().collect(),
            routers: routers.iter().copied().collect(),
        }
        .choose(algorithm)
    }

    #[test]
    fn the_lowest_free_address_is_found() {
        let lowest = |used: &[u128]| choose("10.0.0.0/24", Algorithm::Lowest, used, &[]).unwrap();
        assert_eq!(lowest(&[]), 2);
        assert_eq!(lowest(&[2]), 3);
        assert_eq!(lowest(&[2, 3]), 6, "4 and 5 are reserved");
    }

    #[test]
    fn the_highest_free_address_is_found() {
        let highest = |used: &[u128], routers: &[u128]| {
            choose("10.0.0.0/24", Algorithm::Highest, used, routers).unwrap()
        };
        assert_eq!(highest(&[], &[]), 254);
        assert_eq!(highest(&[253], &[254]), 252);
    }

    #[test]
    fn max_is_above_everything_in_use() {
        let max = |used: &[u128]| choose("10.0.0.0/24", Algorithm::Max, used, &[254]);
        assert_eq!(max(&[]), Ok(2));
        assert_eq!(max(&[10, 3]), Ok(11));
        assert_eq!(max(&[3]), Ok(6));
        assert_eq!(max(&[253]), Err(NoAddress::NoneAbove));
    }

    #[test]
    fn small_networks_use_what_they_have() {
        assert_eq!(choose("10.0.0.0/32", Algorithm::Lowest, &[], &[]), Ok(0));
        assert_eq!(choose("10.0.0.0/31", Algorithm::Highest, &[], &[]), Ok(1));
        assert_eq!(choose("10.0.0.0/30", Algorithm::Lowest, &[], &[]), Ok(2));
        assert_eq!(
            choose("10.0.0.0/30", Algorithm::Lowest, &[2], &[]),
            Err(NoAddress::AllUsed)
        );
        assert_eq!(
            choose("10.0.0.0/30", Algorithm::Max, &[2], &[]),
            Err(NoAddress::AllUsed)
        );
    }

    #[test]
    fn large_networks_are_not_enumerated() {
        assert_eq!(choose("2001:db8::/32", Algorithm::Lowest, &[2], &[]), Ok(3));
        let last = (1_u128 << 96) - 2;
        assert_eq!(choose("2001:db8::/32", Algorithm::Highest, &[], &[]), Ok(last));
    }
}
