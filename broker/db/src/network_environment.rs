//! Network environments: separate address spaces. An address exists once in each.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::dns_environment::{self, DnsEnvironment};
use crate::{DbError, Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "Network Environment";

/// A row of `network_environment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkEnvironment {
    /// Key that other rows refer to.
    pub id: i64,
    /// Unique, lower case; a directory of the template path.
    pub name: String,
    /// The one that is meant when none is named.
    pub is_default: bool,
    /// Where the addresses of the environment have their names.
    pub dns_environment_id: i64,
    /// The place that the environment is confined to.
    pub location_id: Option<i64>,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// The environment with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<NetworkEnvironment> {
    sqlx::query_as!(
        NetworkEnvironment,
        "select id, name, is_default, dns_environment_id, location_id, comments, creation_date
         from network_environment where id = $1",
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found(KIND, id.to_string()))
}

/// The environment of this name, if there is one. Names are compared in lower case.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<NetworkEnvironment>> {
    Ok(search(conn, Some(name), None).await?.into_iter().next())
}

/// The environment of this name.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<NetworkEnvironment> {
    if let Some(environment) = find(conn, name).await? {
        return Ok(environment);
    }
    let names = sqlx::query_scalar!(
        "select name from network_environment order by name <-> $1 limit 16",
        name
    )
    .fetch_all(conn)
    .await?;
    Err(suggest::not_found(KIND, name, &names))
}

/// The environment that is meant when none is named.
///
/// # Errors
/// [`DbError::Damaged`] when an installation has none.
pub async fn default(conn: &mut PgConnection) -> Result<NetworkEnvironment> {
    sqlx::query_as!(
        NetworkEnvironment,
        "select id, name, is_default, dns_environment_id, location_id, comments, creation_date
         from network_environment where is_default"
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::damaged("no network environment is the default one"))
}

/// The environment of this name, or the default one.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name.
pub async fn require_or_default(conn: &mut PgConnection, name: Option<&str>) -> Result<NetworkEnvironment> {
    match name {
        Some(name) => require(conn, name).await,
        None => default(conn).await,
    }
}

/// Both environments that a command works in, from its options: the network environment or the default one, and the
/// DNS environment named or else the one that the network environment belongs to.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name.
pub async fn with_dns(
    conn: &mut PgConnection,
    network: Option<&str>,
    dns: Option<&str>,
) -> Result<(NetworkEnvironment, DnsEnvironment)> {
    let network = require_or_default(conn, network).await?;
    let dns = match dns {
        Some(name) => dns_environment::require(conn, name).await?,
        None => dns_environment::get(conn, network.dns_environment_id).await?,
    };
    Ok((network, dns))
}

/// All environments by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<NetworkEnvironment>> {
    search(conn, None, None).await
}

/// The environments of a name and confined to a place, by name.
///
/// # Errors
/// Only those of the connection.
pub async fn search(
    conn: &mut PgConnection,
    name: Option<&str>,
    location_id: Option<i64>,
) -> Result<Vec<NetworkEnvironment>> {
    Ok(sqlx::query_as!(
        NetworkEnvironment,
        "select id, name, is_default, dns_environment_id, location_id, comments, creation_date
         from network_environment
         where ($1::text is null or name = lower(btrim($1))) and ($2::bigint is null or location_id = $2)
         order by name",
        name,
        location_id
    )
    .fetch_all(conn)
    .await?)
}

/// Makes an environment, never the default one.
///
/// # Errors
/// [`DbError::Refused`] by `network_environment_name_uk` or `network_environment_name_ck`.
pub async fn insert(
    conn: &mut PgConnection,
    name: &str,
    dns_environment_id: i64,
    location_id: Option<i64>,
    comments: Option<&str>,
) -> Result<NetworkEnvironment> {
    Ok(sqlx::query_as!(
        NetworkEnvironment,
        "insert into network_environment (name, dns_environment_id, location_id, comments)
         values (lower(btrim($1)), $2, $3, $4)
         returning id, name, is_default, dns_environment_id, location_id, comments, creation_date",
        name,
        dns_environment_id,
        location_id,
        comments
    )
    .fetch_one(conn)
    .await?)
}

/// Stores the place and the comments of an environment; the rest stays.
///
/// # Errors
/// Only those of the connection.
pub async fn update(conn: &mut PgConnection, environment: &NetworkEnvironment) -> Result<()> {
    sqlx::query!(
        "update network_environment set location_id = $2, comments = $3 where id = $1",
        environment.id,
        environment.location_id,
        environment.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes an environment.
///
/// # Errors
/// [`DbError::Refused`] by `network_environment_fk` while there are networks in it.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from network_environment where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// The networks of an environment whose plenaries name the environment's place.
///
/// # Errors
/// Only those of the connection.
pub async fn network_ids(conn: &mut PgConnection, id: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "select id from network where network_environment_id = $1 order by id",
        id
    )
    .fetch_all(conn)
    .await?)
}

/// Id of the network of an environment that has this address (its own, not one inside it).
///
/// # Errors
/// [`DbError::NotFound`] with the environment in the description.
pub async fn require_network(
    conn: &mut PgConnection,
    environment: &NetworkEnvironment,
    address: std::net::IpAddr,
) -> Result<i64> {
    sqlx::query_scalar!(
        "select id from network where network_environment_id = $1 and host(cidr) = host($2::inet)",
        environment.id,
        ipnetwork::IpNetwork::from(address)
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| {
        DbError::not_found(
            "Network",
            format!("network environment {}, ip {address}", environment.name),
        )
    })
}
