//! Finding stages of personalities.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::{GrnMap, Personality, Stage, StageName};
use crate::Result;

/// What to look for; everything that is given must match.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// Name of the personality.
    pub name: Option<&'a str>,
    /// Only this stage.
    pub stage: Option<StageName>,
    /// The archetype, by id.
    pub archetype_id: Option<i64>,
    /// Owned by, or mapped to, this owner.
    pub eon_id: Option<i64>,
    /// With or without the override.
    pub config_override: Option<bool>,
    /// The environment, by id.
    pub environment_id: Option<i64>,
    /// Whether hosts have the stage.
    pub used: Option<bool>,
}

/// Ids of the stages that match.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "select s.id from personality_stage s join personality p on p.id = s.personality_id
         where ($1::text is null or p.name = lower(btrim($1)))
           and ($2::text is null or s.name = $2)
           and ($3::bigint is null or p.archetype_id = $3)
           and ($4::bigint is null or p.owner_eon_id = $4 or exists (
                select from personality_grn_map m where m.personality_stage_id = s.id and m.eon_id = $4))
           and ($5::boolean is null or p.config_override = $5)
           and ($6::bigint is null or p.host_environment_id = $6)
           and ($7::boolean is null or exists (select from host h where h.personality_stage_id = s.id) = $7)",
        filter.name,
        filter.stage as Option<StageName>,
        filter.archetype_id,
        filter.eon_id,
        filter.config_override,
        filter.environment_id,
        filter.used
    )
    .fetch_all(conn)
    .await?)
}

/// The stages with these ids, by archetype, name and stage.
///
/// # Errors
/// Only those of the connection.
pub async fn details(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<Stage>> {
    let mut grns: HashMap<i64, Vec<GrnMap>> = HashMap::new();
    let maps = sqlx::query!(
        "select m.personality_stage_id, m.target, m.eon_id, g.grn
         from personality_grn_map m join grn g on g.eon_id = m.eon_id
         where m.personality_stage_id = any($1) order by m.target, m.eon_id",
        ids
    )
    .fetch_all(&mut *conn)
    .await?;
    for row in maps {
        let map = GrnMap {
            target: row.target,
            eon_id: row.eon_id,
            grn: row.grn,
        };
        grns.entry(row.personality_stage_id).or_default().push(map);
    }
    let rows = sqlx::query!(
        r#"select s.id as stage_id, s.name as "stage: StageName",
                  p.id, p.archetype_id, a.name as archetype, a.cluster_type is not null as "is_cluster!", p.name,
                  p.cluster_required, p.config_override, p.owner_eon_id, g.grn as owner_grn, e.name as environment,
                  p.staged, p.comments, p.creation_date
           from personality_stage s join personality p on p.id = s.personality_id
           join archetype a on a.id = p.archetype_id join grn g on g.eon_id = p.owner_eon_id
           join host_environment e on e.id = p.host_environment_id
           where s.id = any($1) order by a.name, p.name, s.name"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Stage {
            id: row.stage_id,
            name: row.stage,
            personality: Personality {
                id: row.id,
                archetype_id: row.archetype_id,
                archetype: row.archetype,
                is_cluster: row.is_cluster,
                name: row.name,
                cluster_required: row.cluster_required,
                config_override: row.config_override,
                owner_eon_id: row.owner_eon_id,
                owner_grn: row.owner_grn,
                environment: row.environment,
                staged: row.staged,
                comments: row.comments,
                creation_date: row.creation_date,
            },
            grns: grns.remove(&row.stage_id).unwrap_or_default(),
        })
        .collect())
}
