//! What uses the addresses of a network.

use ipnetwork::IpNetwork;
use sqlx::PgConnection;

use crate::Result;

/// An address that an interface has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressUse {
    /// Network that the address is in.
    pub network_id: i64,
    /// `machine`, `network_device`, `chassis` or `console_server`.
    pub hardware_type: String,
    /// Primary name of the hardware, or its label.
    pub hardware: String,
    /// Name of the interface.
    pub interface: String,
    /// Empty for the main address of the interface.
    pub label: String,
    /// Hardware address of the interface.
    pub mac: Option<String>,
    /// The address.
    pub ip: IpNetwork,
    /// Its DNS names, sorted.
    pub names: Vec<String>,
}

/// The addresses of some networks that interfaces have, by network and address.
///
/// # Errors
/// Only those of the connection.
pub async fn addresses(conn: &mut PgConnection, networks: &[i64]) -> Result<Vec<AddressUse>> {
    Ok(sqlx::query_as!(
        AddressUse,
        r#"select a.network_id, h.hardware_type,
                  coalesce((select f.name || '.' || d.name from dns_record r
                            join fqdn f on f.id = r.fqdn_id join dns_domain d on d.id = f.dns_domain_id
                            where r.id = h.primary_name_id), h.label) as "hardware!",
                  i.name as interface, a.label, i.mac::text as mac, a.ip,
                  array(select f.name || '.' || d.name from dns_record r
                        join fqdn f on f.id = r.fqdn_id join dns_domain d on d.id = f.dns_domain_id
                        where r.network_id = a.network_id and r.ip = a.ip order by 1) as "names!"
           from address_assignment a
           join interface i on i.id = a.interface_id
           join hardware_entity h on h.id = i.hardware_entity_id
           where a.network_id = any($1)
           order by a.network_id, a.ip, a.id"#,
        networks
    )
    .fetch_all(conn)
    .await?)
}

/// Hardware ids of the hosts that have addresses in a network: their generated templates describe it.
///
/// # Errors
/// Only those of the connection.
pub async fn host_ids(conn: &mut PgConnection, network_id: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "select distinct o.hardware_entity_id from address_assignment a
         join interface i on i.id = a.interface_id
         join host o on o.hardware_entity_id = i.hardware_entity_id
         where a.network_id = $1 order by 1",
        network_id
    )
    .fetch_all(conn)
    .await?)
}

/// Ids of the networks that a machine's interfaces have addresses in.
///
/// # Errors
/// Only those of the connection.
pub async fn of_machine(conn: &mut PgConnection, hardware_id: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "select distinct a.network_id from address_assignment a join interface i on i.id = a.interface_id
         where i.hardware_entity_id = $1 order by 1",
        hardware_id
    )
    .fetch_all(conn)
    .await?)
}

/// Whether DNS records have addresses in a network.
///
/// # Errors
/// Only those of the connection.
pub async fn has_records(conn: &mut PgConnection, network_id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from dns_record where network_id = $1) as "found!""#,
        network_id
    )
    .fetch_one(conn)
    .await?)
}

/// Whether interfaces have addresses in a network.
///
/// # Errors
/// Only those of the connection.
pub async fn has_assignments(conn: &mut PgConnection, network_id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from address_assignment where network_id = $1) as "found!""#,
        network_id
    )
    .fetch_one(conn)
    .await?)
}
