//! What a piece of hardware is as a host: everything that is shown of it.

use std::collections::HashMap;

use serde::Serialize;
use sqlx::PgConnection;

use crate::Result;

/// A host, with the names of what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The hardware that it runs on; its key.
    pub hardware_entity_id: i64,
    /// Its personality.
    pub personality: PersonalityPart,
    /// Its archetype.
    pub archetype: ArchetypePart,
    /// Its operating system.
    pub os: OsPart,
    /// `domain` or `sandbox`.
    pub branch_type: String,
    /// Name of the branch.
    pub branch: String,
    /// Author of the sandbox.
    pub sandbox_author: Option<String>,
    /// Where it is in its life.
    pub status: String,
    /// Monitoring should look at it.
    pub advertise_status: bool,
    /// Its own owner.
    pub owner: Option<String>,
    /// Who uses it, by target and EON id.
    pub grns: Vec<UsedBy>,
    /// Free text.
    pub comments: Option<String>,
}

/// The stage of a personality that a host is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonalityPart {
    /// Key of the stage.
    #[serde(skip)]
    pub stage_id: i64,
    /// Name.
    pub name: String,
    /// Stage: `previous`, `current` or `next`.
    pub stage: String,
    /// It has stages at all.
    pub staged: bool,
    /// Environment.
    pub environment: String,
    /// Owner.
    pub owner: String,
    /// Who uses it, by target and EON id.
    pub grns: Vec<UsedBy>,
    /// Local changes of the configuration are accepted.
    pub config_override: bool,
    /// Its hosts have to be in a cluster.
    pub cluster_required: bool,
    /// Free text.
    pub comments: Option<String>,
}

/// The archetype of a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchetypePart {
    /// Name.
    pub name: String,
    /// Its hosts are compiled.
    pub compilable: bool,
    /// Free text.
    pub comments: Option<String>,
}

/// The operating system of a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OsPart {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// Where the version is in its life.
    pub lifecycle: String,
    /// Free text.
    pub comments: Option<String>,
}

/// A GRN that something is mapped to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UsedBy {
    /// For what.
    pub target: String,
    /// The GRN.
    pub grn: String,
}

/// The hosts on some pieces of hardware, in no order; hardware without one is left out.
///
/// # Errors
/// Only those of the connection.
pub async fn roles(conn: &mut PgConnection, hardware: &[i64]) -> Result<Vec<Role>> {
    let rows = sqlx::query!(
        r#"select x.hardware_entity_id, s.id as stage_id, p.name as personality, s.name as stage, p.staged,
                  e.name as environment, pg.grn as personality_owner, p.config_override, p.cluster_required,
                  p.comments as personality_comments, a.name as archetype, a.is_compileable,
                  a.comments as archetype_comments, o.name as os, o.version, l.name as os_lifecycle,
                  o.comments as os_comments, b.branch_type, b.name as branch, u.name as "author?", t.name as status,
                  x.advertise_status, g.grn as "owner?", x.comments
           from host x
           join personality_stage s on s.id = x.personality_stage_id
           join personality p on p.id = s.personality_id
           join grn pg on pg.eon_id = p.owner_eon_id
           join host_environment e on e.id = p.host_environment_id
           join archetype a on a.id = p.archetype_id
           join operating_system o on o.id = x.operating_system_id
           join asset_lifecycle l on l.id = o.lifecycle_id
           join branch b on b.id = x.branch_id
           join hostlifecycle t on t.id = x.lifecycle_id
           left join userinfo u on u.id = x.sandbox_author_id
           left join grn g on g.eon_id = x.owner_eon_id
           where x.hardware_entity_id = any($1)"#,
        hardware
    )
    .fetch_all(&mut *conn)
    .await?;
    let own: Vec<(i64, UsedBy)> = sqlx::query!(
        "select m.host_id, m.target, g.grn from host_grn_map m join grn g on g.eon_id = m.eon_id
         where m.host_id = any($1) order by m.target, m.eon_id",
        hardware
    )
    .fetch_all(&mut *conn)
    .await?
    .into_iter()
    .map(|row| {
        (
            row.host_id,
            UsedBy {
                target: row.target,
                grn: row.grn,
            },
        )
    })
    .collect();
    let stages: Vec<i64> = rows.iter().map(|row| row.stage_id).collect();
    let inherited: Vec<(i64, UsedBy)> = sqlx::query!(
        "select m.personality_stage_id as stage_id, m.target, g.grn
         from personality_grn_map m join grn g on g.eon_id = m.eon_id
         where m.personality_stage_id = any($1) order by m.target, m.eon_id",
        &stages
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| {
        (
            row.stage_id,
            UsedBy {
                target: row.target,
                grn: row.grn,
            },
        )
    })
    .collect();
    let (mut own, inherited) = (by_key(own), by_key(inherited));
    Ok(rows
        .into_iter()
        .map(|row| Role {
            hardware_entity_id: row.hardware_entity_id,
            personality: PersonalityPart {
                stage_id: row.stage_id,
                name: row.personality,
                stage: row.stage,
                staged: row.staged,
                environment: row.environment,
                owner: row.personality_owner,
                grns: inherited.get(&row.stage_id).cloned().unwrap_or_default(),
                config_override: row.config_override,
                cluster_required: row.cluster_required,
                comments: row.personality_comments,
            },
            archetype: ArchetypePart {
                name: row.archetype,
                compilable: row.is_compileable,
                comments: row.archetype_comments,
            },
            os: OsPart {
                name: row.os,
                version: row.version,
                lifecycle: row.os_lifecycle,
                comments: row.os_comments,
            },
            branch_type: row.branch_type,
            branch: row.branch,
            sandbox_author: row.author,
            status: row.status,
            advertise_status: row.advertise_status,
            owner: row.owner,
            grns: own.remove(&row.hardware_entity_id).unwrap_or_default(),
            comments: row.comments,
        })
        .collect())
}

fn by_key(pairs: Vec<(i64, UsedBy)>) -> HashMap<i64, Vec<UsedBy>> {
    let mut map: HashMap<i64, Vec<UsedBy>> = HashMap::new();
    for (key, used_by) in pairs {
        map.entry(key).or_default().push(used_by);
    }
    map
}
