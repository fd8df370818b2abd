//! What a host is compiled as: the name of its object and the head of its branch.

use sqlx::PgConnection;

use crate::Result;
use crate::profile::{Dependency, DependencyKind};

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
    /// What it is compiled with: what the author has in a clone of the sandbox, or the head of the branch.
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
                  b.id as branch_id, b.name as branch, coalesce(w.commit_id, b.commit_id) as commit
           from host x
           join hardware_entity h on h.id = x.hardware_entity_id
           join dns_record r on r.id = h.primary_name_id
           join fqdn f on f.id = r.fqdn_id join dns_domain d on d.id = f.dns_domain_id
           join branch b on b.id = x.branch_id
           left join sandbox_work w on w.branch_id = x.branch_id and w.author_id = x.sandbox_author_id
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
    /// The host, by hardware id.
    pub host_id: Option<i64>,
    /// Their branch, by id.
    pub branch_id: Option<i64>,
    /// Author of the sandbox that they are in, by id.
    pub author_id: Option<i64>,
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
           and ($4::bigint is null or x.sandbox_author_id = $4) and ($5::bigint is null or x.hardware_entity_id = $5)
         order by x.hardware_entity_id",
        selection.branch_id,
        selection.personality_id,
        selection.stage_id,
        selection.author_id,
        selection.host_id
    )
    .fetch_all(conn)
    .await?)
}

/// How many hosts of a selection have profiles.
///
/// # Errors
/// Only those of the connection.
pub async fn count(conn: &mut PgConnection, selection: &Selection) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from host x join personality_stage s on s.id = x.personality_stage_id
           join personality p on p.id = s.personality_id join archetype a on a.id = p.archetype_id
           where a.is_compileable and ($1::bigint is null or x.branch_id = $1)
             and ($2::bigint is null or p.id = $2) and ($3::bigint is null or s.id = $3)
             and ($4::bigint is null or x.sandbox_author_id = $4) and ($5::bigint is null or x.hardware_entity_id = $5)"#,
        selection.branch_id,
        selection.personality_id,
        selection.stage_id,
        selection.author_id,
        selection.host_id
    )
    .fetch_one(conn)
    .await?)
}

/// Hardware ids of the hosts of a branch whose served profiles read any of these things, directly or through the profile
/// of another host of the branch; ascending. Hosts that are compiled with what their author has are not among them: it
/// does not move with the branch.
///
/// # Errors
/// Only those of the connection.
pub async fn dependents(conn: &mut PgConnection, branch_id: i64, changed: &[Dependency]) -> Result<Vec<i64>> {
    let kinds: Vec<DependencyKind> = changed.iter().map(|d| d.kind).collect();
    let names: Vec<String> = changed.iter().map(|d| d.name.clone()).collect();
    Ok(sqlx::query_scalar!(
        r#"with recursive touched as (
               select x.hardware_entity_id as id, c.object
               from (select distinct d.set_id
                     from unnest($2::text[], $3::text[]) as given (kind, name)
                     join dependency d on d.name = given.name and d.kind = given.kind) g
               join profile_dependency r on r.set_id = g.set_id
               join profile_current c on c.object = r.object
               join host x on x.hardware_entity_id = c.host_id
               join personality_stage s on s.id = x.personality_stage_id
               join personality p on p.id = s.personality_id join archetype a on a.id = p.archetype_id
               where x.branch_id = $1 and a.is_compileable
                 and not exists (select from sandbox_work w
                                 where w.branch_id = x.branch_id and w.author_id = x.sandbox_author_id)
               union
               select x.hardware_entity_id, c.object
               from touched t
               join dependency d on d.name = t.object and d.kind = 'object'
               join profile_dependency r on r.set_id = d.set_id
               join profile_current c on c.object = r.object
               join host x on x.hardware_entity_id = c.host_id
               join personality_stage s on s.id = x.personality_stage_id
               join personality p on p.id = s.personality_id join archetype a on a.id = p.archetype_id
               where x.branch_id = $1 and a.is_compileable
                 and not exists (select from sandbox_work w
                                 where w.branch_id = x.branch_id and w.author_id = x.sandbox_author_id)
           )
           select id as "id!" from touched group by id order by id"#,
        branch_id,
        &kinds as &[DependencyKind],
        &names
    )
    .fetch_all(conn)
    .await?)
}

/// Of these objects, those whose served profiles read any of these things, by name.
///
/// # Errors
/// Only those of the connection.
pub async fn readers(
    conn: &mut PgConnection,
    objects: &[String],
    changed: &[Dependency],
) -> Result<Vec<String>> {
    let kinds: Vec<DependencyKind> = changed.iter().map(|d| d.kind).collect();
    let names: Vec<String> = changed.iter().map(|d| d.name.clone()).collect();
    Ok(sqlx::query_scalar!(
        "select distinct p.object
         from (select distinct d.set_id
               from unnest($2::text[], $3::text[]) as given (kind, name)
               join dependency d on d.name = given.name and d.kind = given.kind) s
         join profile_dependency p on p.set_id = s.set_id
         where p.object = any($1)
         order by p.object",
        objects,
        &kinds as &[DependencyKind],
        &names
    )
    .fetch_all(conn)
    .await?)
}
