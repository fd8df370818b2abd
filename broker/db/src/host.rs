//! Hosts: what runs on a piece of hardware. A host's key is that of its hardware.

mod role;

use sqlx::PgConnection;

use crate::{DbError, Result, suggest};

pub use role::{ArchetypePart, OsPart, PersonalityPart, Role, UsedBy, roles};

/// What people call it in messages.
pub const KIND: &str = "Host";

/// The hardware id of the host with this fully qualified name in the default DNS environment.
///
/// # Errors
/// [`DbError::NotFound`] of the DNS domain or of the host, with the nearest name; also when the name belongs to
/// hardware that is not a host.
pub async fn require(conn: &mut PgConnection, fqdn: &str) -> Result<i64> {
    let name = fqdn.trim().to_lowercase();
    let (short, domain) = name.split_once('.').unwrap_or((&name, ""));
    let found = sqlx::query!(
        r#"select h.id, exists (select from host x where x.hardware_entity_id = h.id) as "is_host!"
           from fqdn f
           join dns_domain d on d.id = f.dns_domain_id
           join dns_environment e on e.id = f.dns_environment_id
           join dns_record r on r.fqdn_id = f.id
           join hardware_entity h on h.primary_name_id = r.id
           where f.name = $1 and d.name = $2 and e.is_default"#,
        short,
        domain
    )
    .fetch_optional(&mut *conn)
    .await?;
    match found {
        Some(row) if row.is_host => Ok(row.id),
        _ => Err(missing(conn, &name, short, domain).await?),
    }
}

async fn missing(conn: &mut PgConnection, name: &str, short: &str, domain: &str) -> Result<DbError> {
    let names = sqlx::query_scalar!(
        r#"select n.name || '.' || d.name as "name!"
           from (select id, name, dns_domain_id from fqdn order by name <-> $1 limit 16) n
           join dns_domain d on d.id = n.dns_domain_id
           join dns_record r on r.fqdn_id = n.id
           join hardware_entity h on h.primary_name_id = r.id
           join host x on x.hardware_entity_id = h.id"#,
        short
    )
    .fetch_all(&mut *conn)
    .await?;
    let known = sqlx::query_scalar!(
        r#"select exists (select from dns_domain where name = $1) as "known!""#,
        domain
    )
    .fetch_one(conn)
    .await?;
    if known || domain.is_empty() {
        return Ok(suggest::not_found(KIND, name, &names));
    }
    Ok(DbError::not_found("DNS Domain", domain))
}

/// Hardware ids and full names of all hosts, by short name and domain.
///
/// # Errors
/// Only those of the connection.
pub async fn names(conn: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        r#"select f.name || '.' || d.name as "name!"
           from host x
           join hardware_entity h on h.id = x.hardware_entity_id
           join dns_record r on r.id = h.primary_name_id
           join fqdn f on f.id = r.fqdn_id
           join dns_domain d on d.id = f.dns_domain_id
           order by f.name, d.name"#
    )
    .fetch_all(conn)
    .await?)
}
