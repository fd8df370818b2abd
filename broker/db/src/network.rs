//! Networks: ranges of addresses, none of which is in two networks of one environment.

mod detail;
mod search;
mod usage;

use std::net::IpAddr;

use ipnetwork::IpNetwork;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::network_environment::NetworkEnvironment;
use crate::{DbError, Result};

pub use detail::{Detail, RouterAddress, details};
pub use search::{Filter, search};
pub use usage::{AddressUse, addresses, has_assignments, has_records, host_ids, of_machine};

/// What people call it in messages.
pub const KIND: &str = "Network";

/// A row of `network`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// Key that other rows refer to.
    pub id: i64,
    /// The address space it belongs to.
    pub network_environment_id: i64,
    /// Security zone.
    pub network_compartment_id: Option<i64>,
    /// Where it is.
    pub location_id: i64,
    /// Key of the site's settings for networks of a kind.
    pub network_type: String,
    /// Address and prefix length.
    pub cidr: IpNetwork,
    /// Lower case; several networks may have the same.
    pub name: String,
    /// Which of two parallel networks it is.
    pub side: Option<String>,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

impl Network {
    /// How messages name it: `name [10.0.0.0/24]`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} [{}]", self.name, self.cidr)
    }
}

/// What a new network is made from.
#[derive(Debug, Clone)]
pub struct NewNetwork<'a> {
    /// The address space it belongs to.
    pub network_environment_id: i64,
    /// Security zone.
    pub network_compartment_id: Option<i64>,
    /// Where it is.
    pub location_id: i64,
    /// Key of the site's settings; stored in lower case.
    pub network_type: &'a str,
    /// Address and prefix length.
    pub cidr: IpNetwork,
    /// Name; stored in lower case.
    pub name: &'a str,
    /// Which of two parallel networks it is; stored in lower case.
    pub side: &'a str,
    /// Free text.
    pub comments: Option<&'a str>,
}

/// The network with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<Network> {
    sqlx::query_as!(
        Network,
        "select id, network_environment_id, network_compartment_id, location_id, network_type, cidr, name, side,
                comments, creation_date
         from network where id = $1",
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found(KIND, id.to_string()))
}

/// The network of an environment that has a name, an address (its own, not one inside it), or both.
///
/// # Errors
/// [`DbError::NotFound`] and [`DbError::NotUnique`], both with the environment in the description.
pub async fn require(
    conn: &mut PgConnection,
    environment: &NetworkEnvironment,
    name: Option<&str>,
    address: Option<IpAddr>,
) -> Result<Network> {
    let mut found = matching(conn, environment.id, name, address).await?;
    let description = || {
        let name = name.map(str::to_owned);
        let ip = address.map(|ip| format!("ip {ip}"));
        let environment = Some(format!("network environment {}", environment.name));
        let parts: Vec<String> = [name, environment, ip].into_iter().flatten().collect();
        parts.join(", ")
    };
    match (found.pop(), found.is_empty()) {
        (Some(network), true) => Ok(network),
        (Some(_), false) => Err(DbError::NotUnique {
            kind: KIND,
            name: description(),
        }),
        (None, _) => Err(DbError::not_found(KIND, description())),
    }
}

/// The networks of an environment that have a name, an address (their own), or both; by address.
///
/// # Errors
/// Only those of the connection.
pub async fn matching(
    conn: &mut PgConnection,
    environment_id: i64,
    name: Option<&str>,
    address: Option<IpAddr>,
) -> Result<Vec<Network>> {
    Ok(sqlx::query_as!(
        Network,
        "select id, network_environment_id, network_compartment_id, location_id, network_type, cidr, name, side,
                comments, creation_date
         from network
         where network_environment_id = $1
           and ($2::text is null or name = lower(btrim($2)))
           and ($3::inet is null or (cidr >>= $3 and host(cidr) = host($3)))
         order by cidr",
        environment_id,
        name,
        address.map(IpNetwork::from)
    )
    .fetch_all(conn)
    .await?)
}

/// The network of an environment that an address is in, if there is one.
///
/// # Errors
/// Only those of the connection.
pub async fn containing(
    conn: &mut PgConnection,
    environment_id: i64,
    address: IpAddr,
) -> Result<Option<Network>> {
    Ok(sqlx::query_as!(
        Network,
        "select id, network_environment_id, network_compartment_id, location_id, network_type, cidr, name, side,
                comments, creation_date
         from network where network_environment_id = $1 and cidr >>= $2",
        environment_id,
        IpNetwork::from(address)
    )
    .fetch_optional(conn)
    .await?)
}

/// The network of an environment that an address is in.
///
/// # Errors
/// [`DbError::Missing`] when none holds it.
pub async fn require_containing(
    conn: &mut PgConnection,
    environment_id: i64,
    address: IpAddr,
) -> Result<Network> {
    containing(conn, environment_id, address)
        .await?
        .ok_or_else(|| not_contained(address))
}

/// The network of an environment that an address is in, locked until the end of the transaction: nobody else takes an
/// address of it, changes it or removes it meanwhile. Locked before DNS names, after hardware.
///
/// # Errors
/// [`DbError::Missing`] when none holds the address.
pub async fn lock_containing(
    conn: &mut PgConnection,
    environment_id: i64,
    address: IpAddr,
) -> Result<Network> {
    // A row that another transaction moved meanwhile is compared again by PostgreSQL before it is given.
    sqlx::query_as!(
        Network,
        "select id, network_environment_id, network_compartment_id, location_id, network_type, cidr, name, side,
                comments, creation_date
         from network where network_environment_id = $1 and cidr >>= $2 for no key update",
        environment_id,
        IpNetwork::from(address)
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| not_contained(address))
}

fn not_contained(address: IpAddr) -> DbError {
    DbError::Missing(format!(
        "Could not determine network containing IP address {address}."
    ))
}

/// The network with this id, locked like [`lock_containing`] does it.
///
/// # Errors
/// [`DbError::NotFound`] when it is gone.
pub async fn lock(conn: &mut PgConnection, id: i64) -> Result<Network> {
    sqlx::query_as!(
        Network,
        "select id, network_environment_id, network_compartment_id, location_id, network_type, cidr, name, side,
                comments, creation_date
         from network where id = $1 for no key update",
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found(KIND, id.to_string()))
}

/// The networks of an environment that share addresses with a range, by address.
///
/// # Errors
/// Only those of the connection.
pub async fn overlapping(
    conn: &mut PgConnection,
    environment_id: i64,
    cidr: IpNetwork,
) -> Result<Vec<Network>> {
    Ok(sqlx::query_as!(
        Network,
        "select id, network_environment_id, network_compartment_id, location_id, network_type, cidr, name, side,
                comments, creation_date
         from network where network_environment_id = $1 and cidr && $2 order by cidr",
        environment_id,
        cidr
    )
    .fetch_all(conn)
    .await?)
}

/// A network of any environment with this name; names need not be unique, but two with one name are often a mistake.
///
/// # Errors
/// Only those of the connection.
pub async fn namesake(conn: &mut PgConnection, name: &str) -> Result<Option<IpNetwork>> {
    Ok(sqlx::query_scalar!(
        "select cidr from network where name = lower(btrim($1)) order by id limit 1",
        name
    )
    .fetch_optional(conn)
    .await?)
}

/// Makes a network.
///
/// # Errors
/// [`DbError::Refused`] by `network_overlap_ex` and the checks of the columns.
pub async fn insert(conn: &mut PgConnection, new: &NewNetwork<'_>) -> Result<Network> {
    Ok(sqlx::query_as!(
        Network,
        "insert into network (network_environment_id, network_compartment_id, location_id, network_type, cidr, name,
                              side, comments)
         values ($1, $2, $3, lower(btrim($4)), $5::inet::cidr, lower(btrim($6)), lower(btrim($7)), $8)
         returning id, network_environment_id, network_compartment_id, location_id, network_type, cidr, name, side,
                   comments, creation_date",
        new.network_environment_id,
        new.network_compartment_id,
        new.location_id,
        new.network_type,
        new.cidr,
        new.name,
        new.side,
        new.comments
    )
    .fetch_one(conn)
    .await?)
}

/// Stores the changed fields of a network; environment and address stay.
///
/// # Errors
/// [`DbError::Refused`] by the checks of the columns.
pub async fn update(conn: &mut PgConnection, network: &Network) -> Result<()> {
    sqlx::query!(
        "update network set network_compartment_id = $2, location_id = $3, network_type = lower(btrim($4)),
             name = lower(btrim($5)), side = lower(btrim($6)), comments = $7
         where id = $1",
        network.id,
        network.network_compartment_id,
        network.location_id,
        network.network_type,
        network.name,
        network.side,
        network.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a network with its declared routers.
///
/// # Errors
/// [`DbError::Refused`] by `dns_record_network_fk` and `address_assignment_network_fk` while addresses of it are used.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from network where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}
