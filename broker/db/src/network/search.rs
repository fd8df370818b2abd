//! Searching for networks.

use std::net::IpAddr;

use ipnetwork::IpNetwork;
use sqlx::PgConnection;

use super::Network;
use crate::Result;

/// What to look for in one environment; everything that is given must match.
#[derive(Debug, Clone, Default)]
pub struct Filter<'a> {
    /// The environment.
    pub environment_id: i64,
    /// The name.
    pub name: Option<&'a str>,
    /// An address inside the network.
    pub containing: Option<IpAddr>,
    /// The type.
    pub network_type: Option<&'a str>,
    /// The side.
    pub side: Option<&'a str>,
    /// The compartment.
    pub compartment_id: Option<i64>,
    /// One of these.
    pub ids: Option<&'a [i64]>,
    /// Host part and DNS domain of a name whose addresses are in the network, in whatever DNS environment.
    pub fqdn: Option<(&'a str, i64)>,
    /// In this place or below it.
    pub within: Option<i64>,
    /// In this place itself.
    pub exactly: Option<i64>,
    /// With addresses that are given out dynamically.
    pub dynamic: bool,
}

/// The networks that match, by address; version 4 first.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<Network>> {
    Ok(sqlx::query_as!(
        Network,
        "select n.id, n.network_environment_id, n.network_compartment_id, n.location_id, n.network_type, n.cidr, n.name,
                n.side, n.comments, n.creation_date
         from network n
         where n.network_environment_id = $1
           and ($2::text is null or n.name = lower(btrim($2)))
           and ($3::inet is null or n.cidr >>= $3)
           and ($4::text is null or n.network_type = lower(btrim($4)))
           and ($5::text is null or n.side = lower(btrim($5)))
           and ($6::bigint is null or n.network_compartment_id = $6)
           and ($7::bigint[] is null or n.id = any($7))
           and ($8::text is null or exists (
                select from fqdn f join dns_record r on r.fqdn_id = f.id
                where f.name = $8 and f.dns_domain_id = $9 and r.ip <<= n.cidr))
           and ($10::bigint is null or n.location_id = $10
                or n.location_id in (select child_id from location_link where parent_id = $10))
           and ($11::bigint is null or n.location_id = $11)
           and (not $12::boolean or exists (
                select from dns_record r where r.network_id = n.id and r.record_type = 'dynamic_stub'))
         order by n.cidr",
        filter.environment_id,
        filter.name,
        filter.containing.map(IpNetwork::from),
        filter.network_type,
        filter.side,
        filter.compartment_id,
        filter.ids,
        filter.fqdn.map(|(short, _)| short),
        filter.fqdn.map(|(_, domain)| domain),
        filter.within,
        filter.exactly,
        filter.dynamic
    )
    .fetch_all(conn)
    .await?)
}
