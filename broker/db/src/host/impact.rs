//! What a change of hosts means to those who permit changes.

use sqlx::PgConnection;

use crate::Result;

/// A host that a change concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// Full name.
    pub fqdn: String,
    /// Environment of its personality: `prod`, `uat` ...
    pub environment: String,
    /// Build status.
    pub status: String,
    /// Who owns it: its own owner or that of its personality.
    pub eon_id: i64,
}

/// These hosts by name.
///
/// # Errors
/// Only those of the connection.
pub async fn impact(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<Impact>> {
    Ok(sqlx::query_as!(
        Impact,
        r#"select f.name || '.' || d.name as "fqdn!", e.name as environment, t.name as status,
                  coalesce(x.owner_eon_id, p.owner_eon_id) as "eon_id!"
           from host x
           join hardware_entity h on h.id = x.hardware_entity_id
           join dns_record r on r.id = h.primary_name_id
           join fqdn f on f.id = r.fqdn_id join dns_domain d on d.id = f.dns_domain_id
           join hostlifecycle t on t.id = x.lifecycle_id
           join personality_stage s on s.id = x.personality_stage_id
           join personality p on p.id = s.personality_id
           join host_environment e on e.id = p.host_environment_id
           where x.hardware_entity_id = any($1)
           order by 1"#,
        ids
    )
    .fetch_all(conn)
    .await?)
}
