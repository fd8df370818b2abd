//! Where an address comes from: named, or free in the network of something else.

use std::net::IpAddr;

use sqlx::PgConnection;

use super::{Algorithm, Rules, generate};
use crate::dns_environment::DnsEnvironment;
use crate::dns_record::require_address;
use crate::interface::Interface;
use crate::network_environment::NetworkEnvironment;
use crate::{DbError, Result, network};

/// What the options of a command say about the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// This one (`--ip`).
    Given(IpAddr),
    /// A free one of the network that holds this one (`--ipfromip`).
    SameNetworkAs(IpAddr),
    /// A free one of the network that this name has its address in (`--ipfromsystem`).
    SameNetworkAsName(&'a str),
    /// A free one of this network (`--autoip`, see [`network_of_interface`]).
    Network(i64),
}

/// An address for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// The address.
    pub ip: IpAddr,
    /// It was chosen here and not named by the user: part of the result of the command.
    pub generated: bool,
}

/// Finds the address that a source stands for. A generated one is locked through its network.
///
/// # Errors
/// [`DbError::Missing`] and [`DbError::NotFound`] of network and name, [`DbError::Rule`] when no address is free.
pub async fn choose(
    conn: &mut PgConnection,
    source: Source<'_>,
    algorithm: Algorithm,
    network_environment: &NetworkEnvironment,
    dns_environment: &DnsEnvironment,
    rules: &(dyn Fn(&str) -> Rules + Sync),
) -> Result<Chosen> {
    let network_id = match source {
        Source::Given(ip) => return Ok(Chosen { ip, generated: false }),
        Source::SameNetworkAs(ip) => {
            network::require_containing(conn, network_environment.id, ip)
                .await?
                .id
        }
        Source::SameNetworkAsName(fqdn) => require_address(conn, Some(fqdn), None, dns_environment.id)
            .await?
            .network_id
            .ok_or_else(|| DbError::not_found(crate::dns_record::KIND, fqdn))?,
        Source::Network(id) => id,
    };
    let (_, ip) = generate(conn, network_id, rules, algorithm).await?;
    Ok(Chosen { ip, generated: true })
}

/// The network that an interface is plugged into: that of its port group, or of the switch that saw its hardware
/// address. Neither port groups nor sightings are recorded by any command yet, so the answer says what is missing.
///
/// # Errors
/// [`DbError::Rule`], [`DbError::Missing`] for a port group.
pub fn network_of_interface(interface: Option<&Interface>) -> Result<i64> {
    let Some(interface) = interface else {
        return Err(DbError::rule(
            "No interface available to automatically generate an IP address.",
        ));
    };
    if let Some(group) = &interface.port_group_name {
        return Err(DbError::Missing(format!(
            "No network found for port group {group}."
        )));
    }
    match &interface.mac {
        Some(mac) => Err(DbError::rule(format!(
            "No switch found in the discovery table for MAC address {mac}."
        ))),
        None => Err(DbError::rule(format!(
            "{} {} has neither a MAC address nor port group information, it is not possible to generate an IP \
             address automatically.",
            interface.interface_type.label(),
            interface.name
        ))),
    }
}
