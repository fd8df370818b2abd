//! Removing a record, with the names that nothing is left of.

use sqlx::PgConnection;

use super::{DnsRecord, target};
use crate::interface::InterfaceType;
use crate::{DbError, Result, fqdn, network};

/// Removes a record that nothing uses, its name when it was the last record under it, and the placeholder that it led
/// to when nothing else does.
///
/// # Errors
/// [`DbError::Rule`] while an interface has the address and no other record names it; [`DbError::Refused`] by
/// `hardware_entity_primary_name_fk` while the record is a primary name.
pub async fn delete(conn: &mut PgConnection, record: &DnsRecord) -> Result<()> {
    lock(conn, record).await?;
    let users = last_name_of(conn, record).await?;
    if let (Some(ip), false) = (record.address(), users.is_empty()) {
        return Err(DbError::rule(format!(
            "IP address {ip} is still in use by {}.",
            users.join(", ")
        )));
    }
    remove(conn, record).await
}

/// The same for a caller who takes the address away from its interfaces in the same transaction.
///
/// # Errors
/// [`DbError::Refused`] by `hardware_entity_primary_name_fk` while the record is a primary name.
pub async fn delete_released(conn: &mut PgConnection, record: &DnsRecord) -> Result<()> {
    lock(conn, record).await?;
    remove(conn, record).await
}

/// The network comes before the name, as everywhere.
async fn lock(conn: &mut PgConnection, record: &DnsRecord) -> Result<()> {
    if let Some(id) = record.network_id {
        network::lock(conn, id).await?;
    }
    Ok(())
}

async fn remove(conn: &mut PgConnection, record: &DnsRecord) -> Result<()> {
    sqlx::query!("delete from dns_record where id = $1", record.id)
        .execute(&mut *conn)
        .await?;
    fqdn::delete_if_unused(conn, record.fqdn_id).await?;
    if let Some(id) = record.reverse_ptr_id {
        target::delete_if_unused(conn, id).await?;
    }
    Ok(())
}

/// The interfaces that have the address of a record, unless another record names it too.
async fn last_name_of(conn: &mut PgConnection, record: &DnsRecord) -> Result<Vec<String>> {
    let rows = sqlx::query!(
        r#"select i.interface_type as "interface_type: InterfaceType", i.name, i.hardware_entity_id
           from address_assignment a join interface i on i.id = a.interface_id
           where a.network_id = $1 and a.ip = $2
             and not exists (select from dns_record r where r.network_id = $1 and r.ip = $2 and r.id <> $3)
           order by i.name, i.id"#,
        record.network_id,
        record.ip,
        record.id
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut users = Vec::with_capacity(rows.len());
    for row in rows {
        let owner = crate::interface::owner(conn, row.hardware_entity_id).await?;
        users.push(format!(
            "{} {} of {owner}",
            row.interface_type.inner_label(),
            row.name
        ));
    }
    Ok(users)
}
