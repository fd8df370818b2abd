//! Facts of one stage of a personality.

use aq_plenary::model::{GrnTarget, Personality, Stage};
use sqlx::PgConnection;

use super::{damaged, eon_id};
use crate::DbError;

/// The stage; `None` when it is gone.
pub async fn personality(conn: &mut PgConnection, stage: i64) -> Result<Option<Personality>, DbError> {
    let row = sqlx::query!(
        r#"select a.name as archetype, a.is_compileable, p.name, s.name as stage, p.staged, p.owner_eon_id, p.config_override, e.name as environment
           from personality_stage s
           join personality p on p.id = s.personality_id
           join archetype a on a.id = p.archetype_id
           join host_environment e on e.id = p.host_environment_id
           where s.id = $1"#,
        stage
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row.filter(|r| r.is_compileable) else {
        return Ok(None);
    };
    let grns = sqlx::query!(
        "select target, eon_id from personality_grn_map where personality_stage_id = $1 order by target, eon_id",
        stage
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|g| Ok(GrnTarget { target: g.target, eon_id: eon_id(g.eon_id)? }))
    .collect::<Result<_, DbError>>()?;
    Ok(Some(Personality {
        archetype: row.archetype,
        name: row.name,
        stage: Stage::parse(&row.stage).ok_or_else(|| damaged("stage", &row.stage))?,
        staged: row.staged,
        grns,
        owner_eon_id: eon_id(row.owner_eon_id)?,
        root_users: Vec::new(),
        root_netgroups: Vec::new(),
        parameters: Vec::new(),
        pre_features: Vec::new(),
        post_features: Vec::new(),
        environment: row.environment,
        config_override: row.config_override,
    }))
}
