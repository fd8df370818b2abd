//! The range of addresses that `--ip` and `--netmask` or `--prefixlen` describe.

use std::net::IpAddr;

use ipnetwork::{IpNetwork, ip_mask_to_prefix};

use crate::error::{CommandError, Result};

/// The range; its first address must be the one that was given.
pub fn range(ip: IpAddr, netmask: Option<&str>, prefixlen: Option<i64>) -> Result<IpNetwork> {
    let unusable =
        |what: String| CommandError::argument(format!("Failed to parse the network address: {what}."));
    let prefix = match (netmask, prefixlen) {
        (_, Some(length)) => u8::try_from(length)
            .ok()
            .filter(|length| (1..=longest(ip)).contains(length))
            .ok_or_else(|| unusable(format!("'{length}' is not a valid prefix length")))?,
        (Some(mask), None) => {
            prefix_of(ip, mask).ok_or_else(|| unusable(format!("'{mask}' is not a valid netmask")))?
        }
        (None, None) => return Err(CommandError::argument("Please give --netmask or --prefixlen.")),
    };
    let range = IpNetwork::new(ip, prefix).map_err(|error| unusable(error.to_string()))?;
    if range.network() != ip {
        return Err(unusable(format!("{ip}/{prefix} has host bits set")).hint(format!(
            "The network that holds {ip} begins at {}.",
            range.network()
        )));
    }
    Ok(range)
}

/// A mask, or the number of its bits, as the reference takes both.
fn prefix_of(ip: IpAddr, mask: &str) -> Option<u8> {
    if let Ok(bits) = mask.parse::<u8>() {
        return Some(bits).filter(|bits| (1..=longest(ip)).contains(bits));
    }
    let mask: IpAddr = mask.parse().ok()?;
    if mask.is_ipv4() != ip.is_ipv4() {
        return None;
    }
    ip_mask_to_prefix(mask).ok().filter(|bits| *bits > 0)
}

fn longest(ip: IpAddr) -> u8 {
    if ip.is_ipv4() { 32 } else { 128 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ip: &str, netmask: Option<&str>, prefixlen: Option<i64>) -> String {
        match range(ip.parse().unwrap(), netmask, prefixlen) {
            Ok(range) => range.to_string(),
            Err(error) => error.message,
        }
    }

    #[test]
    fn masks_and_lengths() {
        assert_eq!(of("10.0.0.0", Some("255.255.255.0"), None), "10.0.0.0/24");
        assert_eq!(of("10.0.0.0", None, Some(8)), "10.0.0.0/8");
        assert_eq!(of("2001:db8::", None, Some(64)), "2001:db8::/64");
        assert_eq!(
            of("10.0.0.1", Some("255.255.255.0"), None),
            "Failed to parse the network address: 10.0.0.1/24 has host bits set."
        );
        for mask in ["255.0.255.0", "0.0.0.0", "ffff::", "nonsense"] {
            assert_eq!(
                of("10.0.0.0", Some(mask), None),
                format!("Failed to parse the network address: '{mask}' is not a valid netmask.")
            );
        }
        for length in [0, 33, -1, 300] {
            assert_eq!(
                of("10.0.0.0", None, Some(length)),
                format!("Failed to parse the network address: '{length}' is not a valid prefix length.")
            );
        }
    }
}
