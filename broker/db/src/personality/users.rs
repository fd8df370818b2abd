//! The hosts that have a personality.

use sqlx::PgConnection;

use crate::Result;

/// Hardware ids of the hosts that have any stage of the personality, ascending.
///
/// # Errors
/// Only those of the connection.
pub async fn hosts(conn: &mut PgConnection, personality_id: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "select h.hardware_entity_id from host h join personality_stage s on s.id = h.personality_stage_id
         where s.personality_id = $1 order by 1",
        personality_id
    )
    .fetch_all(conn)
    .await?)
}

/// The same, of those whose own owner is this one, or who have none of their own.
///
/// # Errors
/// Only those of the connection.
pub async fn hosts_by_owner(
    conn: &mut PgConnection,
    personality_id: i64,
    eon_id: Option<i64>,
) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "select h.hardware_entity_id from host h join personality_stage s on s.id = h.personality_stage_id
         where s.personality_id = $1 and h.owner_eon_id is not distinct from $2 order by 1",
        personality_id,
        eon_id
    )
    .fetch_all(conn)
    .await?)
}

/// Whether any host has the personality.
///
/// # Errors
/// Only those of the connection.
pub async fn used(conn: &mut PgConnection, personality_id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from host h join personality_stage s on s.id = h.personality_stage_id
                          where s.personality_id = $1) as "used!""#,
        personality_id
    )
    .fetch_one(conn)
    .await?)
}

/// Gives all hosts of the personality this stage of it.
///
/// # Errors
/// Only those of the connection.
pub async fn move_hosts(conn: &mut PgConnection, personality_id: i64, stage_id: i64) -> Result<()> {
    sqlx::query!(
        "update host set personality_stage_id = $2
         where personality_stage_id in (select id from personality_stage where personality_id = $1) and personality_stage_id <> $2",
        personality_id,
        stage_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives the personality another owner, and these of its hosts with it.
///
/// # Errors
/// Only those of the connection.
pub async fn set_owner(
    conn: &mut PgConnection,
    personality_id: i64,
    eon_id: i64,
    hosts: &[i64],
) -> Result<()> {
    sqlx::query!(
        "update personality set owner_eon_id = $2 where id = $1",
        personality_id,
        eon_id
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update host set owner_eon_id = $2 where hardware_entity_id = any($1)",
        hosts,
        eon_id
    )
    .execute(conn)
    .await?;
    Ok(())
}
