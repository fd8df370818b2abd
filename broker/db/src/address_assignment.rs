//! Addresses that interfaces have.

use std::net::IpAddr;

use ipnetwork::IpNetwork;
use sqlx::PgConnection;

use crate::Result;

/// A row of `address_assignment`, with the names that its address has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Key of the row.
    pub id: i64,
    /// The interface that has the address.
    pub interface_id: i64,
    /// Name of that interface.
    pub interface: String,
    /// Hardware that has the interface.
    pub hardware_entity_id: i64,
    /// Empty for the main address of the interface.
    pub label: String,
    /// The address.
    pub ip: IpNetwork,
    /// The network it lies in.
    pub network_id: i64,
    /// Name of the network's environment.
    pub network_environment: String,
    /// Several interfaces take turns with it; the number says which comes first.
    pub priority: Option<i32>,
    /// Its DNS names, sorted.
    pub names: Vec<String>,
}

impl Assignment {
    /// `eth0`, or `eth0:label` for a further address.
    #[must_use]
    pub fn logical_name(&self) -> String {
        if self.label.is_empty() {
            self.interface.clone()
        } else {
            format!("{}:{}", self.interface, self.label)
        }
    }

    /// The address without the prefix length.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.ip.ip()
    }
}

/// The addresses of some pieces of hardware, by hardware, interface and address.
///
/// # Errors
/// Only those of the connection.
pub async fn of_hardware(conn: &mut PgConnection, hardware: &[i64]) -> Result<Vec<Assignment>> {
    Ok(sqlx::query_as!(
        Assignment,
        r#"select a.id, a.interface_id, i.name as interface, i.hardware_entity_id, a.label, a.ip, a.network_id,
                  e.name as network_environment, a.priority,
                  array(select f.name || '.' || d.name
                        from dns_record r
                        join fqdn f on f.id = r.fqdn_id
                        join dns_domain d on d.id = f.dns_domain_id
                        where r.network_id = a.network_id and r.ip = a.ip order by 1) as "names!"
           from address_assignment a
           join interface i on i.id = a.interface_id
           join network n on n.id = a.network_id
           join network_environment e on e.id = n.network_environment_id
           where i.hardware_entity_id = any($1)
           order by i.hardware_entity_id, i.name, a.ip"#,
        hardware
    )
    .fetch_all(conn)
    .await?)
}

/// Gives an interface an address.
///
/// # Errors
/// [`crate::DbError::Refused`] by `address_assignment_ip_uk`, `address_assignment_label_uk` and the checks of the columns.
pub async fn insert(
    conn: &mut PgConnection,
    interface: i64,
    network: i64,
    ip: IpAddr,
    label: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into address_assignment (interface_id, network_id, ip, label) values ($1, $2, $3, $4)",
        interface,
        network,
        IpNetwork::from(ip),
        label
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives every interface of the hardware that has one address another one instead.
///
/// # Errors
/// [`crate::DbError::Refused`] by the checks of the columns.
pub async fn replace(
    conn: &mut PgConnection,
    hardware: i64,
    old: (i64, IpAddr),
    new: (i64, IpAddr),
) -> Result<()> {
    sqlx::query!(
        "update address_assignment a set network_id = $4, ip = $5
         from interface i
         where i.id = a.interface_id and i.hardware_entity_id = $1 and a.network_id = $2 and a.ip = $3",
        hardware,
        old.0,
        IpNetwork::from(old.1),
        new.0,
        IpNetwork::from(new.1)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes an address from every interface of the hardware.
///
/// # Errors
/// Only those of the connection.
pub async fn remove(conn: &mut PgConnection, hardware: i64, network: i64, ip: IpAddr) -> Result<()> {
    sqlx::query!(
        "delete from address_assignment a using interface i
         where i.id = a.interface_id and i.hardware_entity_id = $1 and a.network_id = $2 and a.ip = $3",
        hardware,
        network,
        IpNetwork::from(ip)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The interface that has an address, if one has.
///
/// # Errors
/// Only those of the connection.
pub async fn holder(conn: &mut PgConnection, network: i64, ip: IpAddr) -> Result<Option<i64>> {
    Ok(sqlx::query_scalar!(
        "select interface_id from address_assignment where network_id = $1 and ip = $2 order by id limit 1",
        network,
        IpNetwork::from(ip)
    )
    .fetch_optional(conn)
    .await?)
}
