//! Names of hosts: looking them up, and making new ones.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::KIND;
use crate::locks::{self, Lock};
use crate::{DbError, Result, dns_domain, dns_name, suggest};

/// The hardware id of the host with this fully qualified name in the default DNS environment.
///
/// # Errors
/// [`DbError::Rule`] for a name that is none; [`DbError::NotFound`] of the DNS domain or of the host, with the nearest
/// name; also when the name belongs to hardware that is not a host.
pub async fn require(conn: &mut PgConnection, fqdn: &str) -> Result<i64> {
    let (short, domain) = dns_name::split(fqdn)?;
    if let Some(id) = find_many(conn, &[format!("{short}.{domain}")])
        .await?
        .into_values()
        .next()
    {
        return Ok(id);
    }
    dns_domain::require(conn, &domain).await?;
    let names = sqlx::query_scalar!(
        r#"select n.name || '.' || d.name as "name!"
           from (select id, name, dns_domain_id from fqdn order by name <-> $1 limit 16) n
           join dns_domain d on d.id = n.dns_domain_id
           join dns_record r on r.fqdn_id = n.id
           join hardware_entity h on h.primary_name_id = r.id
           join host x on x.hardware_entity_id = h.id"#,
        short
    )
    .fetch_all(conn)
    .await?;
    Err(suggest::not_found(KIND, fqdn.trim(), &names))
}

/// The hosts among these fully qualified names (in lower case), with their hardware ids.
///
/// # Errors
/// Only those of the connection.
pub async fn find_many(conn: &mut PgConnection, fqdns: &[String]) -> Result<HashMap<String, i64>> {
    let parts: (Vec<String>, Vec<String>) = fqdns
        .iter()
        .filter_map(|name| name.split_once('.'))
        .map(|(s, d)| (s.to_owned(), d.to_owned()))
        .unzip();
    let rows = sqlx::query!(
        r#"select wanted.short || '.' || wanted.domain as "name!", h.id
           from unnest($1::text[], $2::text[]) wanted (short, domain)
           join dns_domain d on d.name = wanted.domain
           join fqdn f on f.dns_domain_id = d.id and f.name = wanted.short
           join dns_environment e on e.id = f.dns_environment_id and e.is_default
           join dns_record r on r.fqdn_id = f.id
           join hardware_entity h on h.primary_name_id = r.id
           join host x on x.hardware_entity_id = h.id"#,
        &parts.0,
        &parts.1
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.id)).collect())
}

/// The hosts of a list, in its order.
///
/// # Errors
/// [`DbError::Rule`] that names everything in the list that is not a host.
pub async fn require_many(conn: &mut PgConnection, list: &[String]) -> Result<Vec<i64>> {
    let names: Vec<String> = list.iter().map(|name| name.trim().to_lowercase()).collect();
    let found = find_many(conn, &names).await?;
    let domains: Vec<String> = names
        .iter()
        .filter_map(|n| n.split_once('.'))
        .map(|(_, d)| d.to_owned())
        .collect();
    let known: Vec<String> =
        sqlx::query_scalar!("select name from dns_domain where name = any($1)", &domains)
            .fetch_all(conn)
            .await?;
    let mut problems = Vec::new();
    let mut ids = Vec::with_capacity(names.len());
    for name in &names {
        match (found.get(name), name.split_once('.')) {
            (Some(id), _) => ids.push(*id),
            (None, None) => problems.push(format!("{name}: Not an FQDN.")),
            (None, Some((_, domain))) => {
                if !known.iter().any(|known| known == domain) {
                    let problem = format!("{} {domain} not found.", dns_domain::KIND);
                    if !problems.contains(&problem) {
                        problems.push(problem);
                    }
                }
                problems.push(format!("{KIND} {name} not found."));
            }
        }
    }
    if !problems.is_empty() {
        return Err(DbError::rule(format!(
            "Invalid hosts in list:\n{}",
            problems.join("\n")
        )));
    }
    if ids.is_empty() {
        return Err(DbError::rule("Empty list."));
    }
    Ok(ids)
}

/// Full names of all hosts, by short name and domain.
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

/// The number after the highest one that follows the prefix among the names of a DNS domain; 1 when there is none.
/// Whoever asks for the same waits until this transaction ends.
///
/// # Errors
/// [`DbError::Conflict`] when waiting takes too long.
pub async fn next_number(conn: &mut PgConnection, prefix: &str, dns_domain: i64) -> Result<i64> {
    locks::acquire(conn, vec![Lock::NamePrefix(format!("dns {dns_domain} {prefix}"))]).await?;
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(substr(name, length($1) + 1)::bigint), 0) + 1 as "next!"
           from fqdn
           where dns_domain_id = $2 and starts_with(name, $1) and substr(name, length($1) + 1) ~ '^[0-9]{1,17}$'"#,
        prefix,
        dns_domain
    )
    .fetch_one(conn)
    .await?)
}

/// Lets the addresses of the machine's other interfaces lead back to its primary name; those of management controllers
/// keep their own.
///
/// # Errors
/// Only those of the connection.
pub async fn point_others_at_primary(conn: &mut PgConnection, hardware: i64) -> Result<()> {
    sqlx::query!(
        "update dns_record r set reverse_ptr_id = p.fqdn_id
         from hardware_entity h
         join dns_record p on p.id = h.primary_name_id
         join interface i on i.hardware_entity_id = h.id
         join address_assignment a on a.interface_id = i.id
         where h.id = $1 and i.interface_type <> 'management'
           and r.network_id = a.network_id and r.ip = a.ip and r.id <> p.id
           and r.dns_environment_id = p.dns_environment_id and r.fqdn_id <> p.fqdn_id",
        hardware
    )
    .execute(conn)
    .await?;
    Ok(())
}
