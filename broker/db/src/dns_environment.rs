//! DNS environments: views of the name space. A name exists once in each.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "DNS Environment";

/// A row of `dns_environment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsEnvironment {
    /// Key that other rows refer to.
    pub id: i64,
    /// Unique, lower case.
    pub name: String,
    /// The one that is meant when none is named; belongs to the default network environment.
    pub is_default: bool,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// The environment with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<DnsEnvironment> {
    sqlx::query_as!(
        DnsEnvironment,
        "select id, name, is_default, comments, creation_date from dns_environment where id = $1",
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
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<DnsEnvironment>> {
    Ok(sqlx::query_as!(
        DnsEnvironment,
        "select id, name, is_default, comments, creation_date from dns_environment where name = lower(btrim($1))",
        name
    )
    .fetch_optional(conn)
    .await?)
}

/// The environment of this name.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<DnsEnvironment> {
    if let Some(environment) = find(conn, name).await? {
        return Ok(environment);
    }
    let names = sqlx::query_scalar!(
        "select name from dns_environment order by name <-> $1 limit 16",
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
pub async fn default(conn: &mut PgConnection) -> Result<DnsEnvironment> {
    sqlx::query_as!(
        DnsEnvironment,
        "select id, name, is_default, comments, creation_date from dns_environment where is_default"
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::damaged("no DNS environment is the default one"))
}

/// All environments by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<DnsEnvironment>> {
    Ok(sqlx::query_as!(
        DnsEnvironment,
        "select id, name, is_default, comments, creation_date from dns_environment order by name"
    )
    .fetch_all(conn)
    .await?)
}

/// Makes an environment, never the default one.
///
/// # Errors
/// [`DbError::Refused`] by `dns_environment_name_uk` or `dns_environment_name_ck`.
pub async fn insert(conn: &mut PgConnection, name: &str, comments: Option<&str>) -> Result<DnsEnvironment> {
    Ok(sqlx::query_as!(
        DnsEnvironment,
        "insert into dns_environment (name, comments) values (lower(btrim($1)), $2)
         returning id, name, is_default, comments, creation_date",
        name,
        comments
    )
    .fetch_one(conn)
    .await?)
}

/// Stores the comments of an environment; its name stays.
///
/// # Errors
/// Only those of the connection.
pub async fn update(conn: &mut PgConnection, environment: &DnsEnvironment) -> Result<()> {
    sqlx::query!(
        "update dns_environment set comments = $2 where id = $1",
        environment.id,
        environment.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether there are names in the environment.
///
/// # Errors
/// Only those of the connection.
pub async fn has_names(conn: &mut PgConnection, id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from fqdn where dns_environment_id = $1) as "some!""#,
        id
    )
    .fetch_one(conn)
    .await?)
}

/// Removes an environment.
///
/// # Errors
/// [`DbError::Refused`] by `fqdn_dns_environment_fk` while there are names in it, and by
/// `network_environment_dns_environment_fk` while a network environment belongs to it.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from dns_environment where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}
