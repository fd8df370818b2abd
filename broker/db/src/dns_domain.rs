//! DNS domains, the second part of fully qualified names.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, dns_name, suggest};

/// What people call it in messages.
pub const KIND: &str = "DNS Domain";

/// A row of `dns_domain`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsDomain {
    /// Key that other rows refer to.
    pub id: i64,
    /// Unique, lower case, at least two labels.
    pub name: String,
    /// The records are managed elsewhere: names are made only for hosts and as targets of other records.
    pub restricted: bool,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// The domain with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<DnsDomain> {
    sqlx::query_as!(
        DnsDomain,
        "select id, name, restricted, comments, creation_date from dns_domain where id = $1",
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found(KIND, id.to_string()))
}

/// The domain of this name, if there is one. Names are compared in lower case.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<DnsDomain>> {
    Ok(sqlx::query_as!(
        DnsDomain,
        "select id, name, restricted, comments, creation_date from dns_domain where name = lower(btrim($1))",
        name
    )
    .fetch_optional(conn)
    .await?)
}

/// The domain of this name.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<DnsDomain> {
    if let Some(domain) = find(conn, name).await? {
        return Ok(domain);
    }
    let names = sqlx::query_scalar!("select name from dns_domain order by name <-> $1 limit 16", name)
        .fetch_all(conn)
        .await?;
    Err(suggest::not_found(KIND, name, &names))
}

/// All domains by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<DnsDomain>> {
    Ok(sqlx::query_as!(
        DnsDomain,
        "select id, name, restricted, comments, creation_date from dns_domain order by name"
    )
    .fetch_all(conn)
    .await?)
}

/// Makes a domain.
///
/// # Errors
/// [`DbError::Rule`] for a name that is none, [`DbError::Refused`] by `dns_domain_name_uk`.
pub async fn insert(
    conn: &mut PgConnection,
    name: &str,
    restricted: bool,
    comments: Option<&str>,
) -> Result<DnsDomain> {
    dns_name::check_domain(name)?;
    Ok(sqlx::query_as!(
        DnsDomain,
        "insert into dns_domain (name, restricted, comments) values (lower(btrim($1)), $2, $3)
         returning id, name, restricted, comments, creation_date",
        name,
        restricted,
        comments
    )
    .fetch_one(conn)
    .await?)
}

/// Stores the changed fields of a domain; its name stays.
///
/// # Errors
/// Only those of the connection.
pub async fn update(conn: &mut PgConnection, domain: &DnsDomain) -> Result<()> {
    sqlx::query!(
        "update dns_domain set restricted = $2, comments = $3 where id = $1",
        domain.id,
        domain.restricted,
        domain.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a domain; places that have it as their default lose it.
///
/// # Errors
/// [`DbError::Refused`] by `fqdn_dns_domain_fk` while there are names in it.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from dns_domain where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Whether there are names in a domain.
///
/// # Errors
/// Only those of the connection.
pub async fn has_names(conn: &mut PgConnection, id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from fqdn where dns_domain_id = $1) as "found!""#,
        id
    )
    .fetch_one(conn)
    .await?)
}

/// Places whose own default the domain is, as people write them (`Building hq`), by type and name.
///
/// # Errors
/// Only those of the connection.
pub async fn places_with_default(conn: &mut PgConnection, id: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        r#"select initcap(location_type) || ' ' || name as "place!" from location
           where default_dns_domain_id = $1 order by location_type, name"#,
        id
    )
    .fetch_all(conn)
    .await?)
}
