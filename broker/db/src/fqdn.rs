//! Fully qualified names. A name is a row while a DNS record stands under it, or leads back to it; afterwards it goes.

use sqlx::PgConnection;

use crate::dns_domain::{self, DnsDomain};
use crate::{DbError, Result, dns_name};

/// How often a name that comes and goes at the same moment is looked for.
const ATTEMPTS: u32 = 4;

/// A row of `fqdn` with its DNS domain's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fqdn {
    /// Key that other rows refer to.
    pub id: i64,
    /// Host part, lower case.
    pub name: String,
    /// DNS domain.
    pub dns_domain_id: i64,
    /// Name of the DNS domain.
    pub dns_domain: String,
    /// DNS environment.
    pub dns_environment_id: i64,
}

impl Fqdn {
    /// Host part and domain.
    #[must_use]
    pub fn full(&self) -> String {
        format!("{}.{}", self.name, self.dns_domain)
    }
}

/// The host part and the DNS domain of a name that the user typed.
///
/// # Errors
/// [`DbError::Rule`] when it has only one part, [`DbError::NotFound`] of the domain.
pub async fn parse(conn: &mut PgConnection, text: &str) -> Result<(String, DnsDomain)> {
    let (short, domain) = dns_name::split(text)?;
    Ok((short, dns_domain::require(conn, &domain).await?))
}

/// The name in a DNS environment, if it is known there.
///
/// # Errors
/// As [`parse`].
pub async fn find(conn: &mut PgConnection, text: &str, dns_environment_id: i64) -> Result<Option<Fqdn>> {
    let (short, domain) = parse(conn, text).await?;
    find_parsed(conn, &short, &domain, dns_environment_id).await
}

/// The name in a DNS environment, from its parts.
///
/// # Errors
/// Only those of the connection.
pub async fn find_parsed(
    conn: &mut PgConnection,
    short: &str,
    domain: &DnsDomain,
    dns_environment_id: i64,
) -> Result<Option<Fqdn>> {
    let id = sqlx::query_scalar!(
        "select id from fqdn where dns_domain_id = $1 and name = $2 and dns_environment_id = $3",
        domain.id,
        short,
        dns_environment_id
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(|id| Fqdn {
        id,
        name: short.to_owned(),
        dns_domain_id: domain.id,
        dns_domain: domain.name.clone(),
        dns_environment_id,
    }))
}

/// The name in a DNS environment, made when it is new, and locked until the end of the transaction: nobody else puts
/// records under it or takes them away meanwhile. Locked after networks.
///
/// # Errors
/// [`DbError::Rule`] for a name that is none; [`DbError::Conflict`] when it comes and goes all the time.
pub async fn lock_or_create(
    conn: &mut PgConnection,
    short: &str,
    domain: &DnsDomain,
    dns_environment_id: i64,
) -> Result<Fqdn> {
    dns_name::check_host(short, &domain.name)?;
    for _ in 0..ATTEMPTS {
        sqlx::query!(
            "insert into fqdn (name, dns_domain_id, dns_environment_id) values ($1, $2, $3)
             on conflict (dns_domain_id, name, dns_environment_id) do nothing",
            short,
            domain.id,
            dns_environment_id
        )
        .execute(&mut *conn)
        .await?;
        // Gone again when another transaction removed the name's last record between the two statements.
        let id = sqlx::query_scalar!(
            "select id from fqdn where dns_domain_id = $1 and name = $2 and dns_environment_id = $3
             for no key update",
            domain.id,
            short,
            dns_environment_id
        )
        .fetch_optional(&mut *conn)
        .await?;
        if let Some(id) = id {
            return Ok(Fqdn {
                id,
                name: short.to_owned(),
                dns_domain_id: domain.id,
                dns_domain: domain.name.clone(),
                dns_environment_id,
            });
        }
    }
    Err(DbError::Conflict(sqlx::Error::RowNotFound))
}

/// Removes the name when nothing stands under it any more. Other records that lead back to it lose that.
///
/// # Errors
/// Only those of the connection.
pub async fn delete_if_unused(conn: &mut PgConnection, id: i64) -> Result<bool> {
    // Waits for those who are putting a record under the name; the next statement sees what they did.
    sqlx::query_scalar!("select id from fqdn where id = $1 for update", id)
        .fetch_optional(&mut *conn)
        .await?;
    let result = sqlx::query!(
        "delete from fqdn f where id = $1 and not exists (select from dns_record r where r.fqdn_id = f.id)",
        id
    )
    .execute(conn)
    .await?;
    Ok(result.rows_affected() > 0)
}
