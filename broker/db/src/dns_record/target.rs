//! Names that other records lead to.

use sqlx::PgConnection;

use super::{DnsRecord, RecordType, insert_reserved, of_fqdn};
use crate::fqdn::{self, Fqdn};
use crate::{DbError, Result};

/// The name that a record is to lead to, in its DNS environment. It must exist; only in a restricted domain, whose
/// names are managed elsewhere, a placeholder is made for it (then the second value is true).
///
/// # Errors
/// [`DbError::NotFound`] of the DNS domain, [`DbError::Missing`] of the name.
pub async fn lock_or_create(
    conn: &mut PgConnection,
    text: &str,
    dns_environment_id: i64,
    dns_environment: &str,
) -> Result<(Fqdn, bool)> {
    let (short, domain) = fqdn::parse(conn, text).await?;
    let known = fqdn::find_parsed(conn, &short, &domain, dns_environment_id).await?;
    if known.is_none() && !domain.restricted {
        return Err(DbError::Missing(format!(
            "Target FQDN {text} does not exist in DNS environment {dns_environment}."
        )));
    }
    let target = fqdn::lock_or_create(conn, &short, &domain, dns_environment_id).await?;
    if !of_fqdn(conn, target.id).await?.is_empty() {
        return Ok((target, false));
    }
    insert_reserved(conn, &target, None).await?;
    Ok((target, true))
}

/// Lets the address of a record lead back to another name; to the record's own name when they are the same.
///
/// # Errors
/// [`DbError::Rule`] when nothing stands under the target that an address may lead to.
pub async fn set_reverse(conn: &mut PgConnection, record: &DnsRecord, target: &Fqdn) -> Result<()> {
    for other in of_fqdn(conn, target.id).await? {
        match other.record_type {
            RecordType::ARecord
            | RecordType::DynamicStub
            | RecordType::AddressAlias
            | RecordType::Alias
            | RecordType::ReservedName => {}
            RecordType::SrvRecord => {
                return Err(DbError::rule(format!(
                    "The reverse PTR cannot point to {}.",
                    other.inner_label()
                )));
            }
        }
    }
    let target = (target.id != record.fqdn_id).then_some(target.id);
    sqlx::query!(
        "update dns_record set reverse_ptr_id = $2 where id = $1",
        record.id,
        target
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a name that a record led to, when nothing but a placeholder stands under it and nothing else leads to it.
///
/// # Errors
/// Only those of the connection.
pub(super) async fn delete_if_unused(conn: &mut PgConnection, fqdn_id: i64) -> Result<()> {
    sqlx::query_scalar!("select id from fqdn where id = $1 for update", fqdn_id)
        .fetch_optional(&mut *conn)
        .await?;
    let unused = sqlx::query_scalar!(
        r#"select not exists (select from dns_record where reverse_ptr_id = f.id)
              and not exists (
                  select from dns_record r where r.fqdn_id = f.id
                  and (not d.restricted or r.record_type <> 'reserved_name'
                       or exists (select from hardware_entity h where h.primary_name_id = r.id))) as "unused!"
           from fqdn f join dns_domain d on d.id = f.dns_domain_id where f.id = $1"#,
        fqdn_id
    )
    .fetch_optional(&mut *conn)
    .await?;
    if unused == Some(true) {
        sqlx::query!("delete from dns_record where fqdn_id = $1", fqdn_id)
            .execute(&mut *conn)
            .await?;
        sqlx::query!("delete from fqdn where id = $1", fqdn_id)
            .execute(conn)
            .await?;
    }
    Ok(())
}
