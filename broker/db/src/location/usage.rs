//! What refers to a place.

use sqlx::PgConnection;

use crate::Result;

/// Why a place cannot be deleted: whether there is at least one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Networks are in exactly this place.
    pub networks: bool,
    /// Network environments are in exactly this place.
    pub network_environments: bool,
    /// Hardware is in exactly this place.
    pub hardware: bool,
}

/// What refers to exactly this place; what is in places below it does not count.
///
/// # Errors
/// Only those of the connection.
pub async fn usage(conn: &mut PgConnection, id: i64) -> Result<Usage> {
    Ok(sqlx::query_as!(
        Usage,
        r#"select exists (select from network where location_id = $1) as "networks!",
                  exists (select from network_environment where location_id = $1) as "network_environments!",
                  exists (select from hardware_entity where location_id = $1) as "hardware!""#,
        id
    )
    .fetch_one(conn)
    .await?)
}

/// Whether a host in a place or below it has its primary name in this DNS domain.
///
/// # Errors
/// Only those of the connection.
pub async fn has_host_named_in(conn: &mut PgConnection, id: i64, dns_domain_id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from host o
               join hardware_entity h on h.id = o.hardware_entity_id
               join dns_record r on r.id = h.primary_name_id
               join fqdn f on f.id = r.fqdn_id
               where f.dns_domain_id = $2
                 and (h.location_id = $1
                      or h.location_id in (select child_id from location_link where parent_id = $1))) as "found!""#,
        id,
        dns_domain_id
    )
    .fetch_one(conn)
    .await?)
}
