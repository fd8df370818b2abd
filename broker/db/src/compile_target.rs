//! What a host is compiled as: the name of its object and the head of its branch.

use sqlx::PgConnection;

use crate::Result;

/// An object to compile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Hardware id of the host.
    pub host_id: i64,
    /// Name of the object template and of the profile: the host's full name.
    pub object: String,
    /// Branch of the templates.
    pub branch_id: i64,
    /// Name of the branch.
    pub branch: String,
    /// Head of the branch.
    pub commit: Option<String>,
}

/// The targets of these hosts, by name; hosts without a name or of archetypes that are not compiled have none.
///
/// # Errors
/// Only those of the connection.
pub async fn of_hosts(conn: &mut PgConnection, hosts: &[i64]) -> Result<Vec<Target>> {
    Ok(sqlx::query_as!(
        Target,
        r#"select x.hardware_entity_id as host_id, f.name || '.' || d.name as "object!",
                  b.id as branch_id, b.name as branch, b.commit_id as commit
           from host x
           join hardware_entity h on h.id = x.hardware_entity_id
           join dns_record r on r.id = h.primary_name_id
           join fqdn f on f.id = r.fqdn_id join dns_domain d on d.id = f.dns_domain_id
           join branch b on b.id = x.branch_id
           join personality_stage s on s.id = x.personality_stage_id
           join personality p on p.id = s.personality_id
           join archetype a on a.id = p.archetype_id
           where x.hardware_entity_id = any($1) and a.is_compileable
           order by 2"#,
        hosts
    )
    .fetch_all(conn)
    .await?)
}

/// Which hosts to compile; everything that is given must match.
#[derive(Debug, Clone, Copy, Default)]
pub struct Selection {
    /// Their branch, by id.
    pub branch_id: Option<i64>,
    /// Their personality, by id.
    pub personality_id: Option<i64>,
    /// The stage of it, by id.
    pub stage_id: Option<i64>,
}

/// Hardware ids of the hosts of a selection that have profiles, ascending.
///
/// # Errors
/// Only those of the connection.
pub async fn select(conn: &mut PgConnection, selection: &Selection) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "select x.hardware_entity_id
         from host x join personality_stage s on s.id = x.personality_stage_id
         join personality p on p.id = s.personality_id join archetype a on a.id = p.archetype_id
         where a.is_compileable and ($1::bigint is null or x.branch_id = $1)
           and ($2::bigint is null or p.id = $2) and ($3::bigint is null or s.id = $3)
         order by x.hardware_entity_id",
        selection.branch_id,
        selection.personality_id,
        selection.stage_id
    )
    .fetch_all(conn)
    .await?)
}
