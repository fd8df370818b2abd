//! Stages of personalities: next is edited, current is what hosts have, previous is what they had before.

use std::fmt;
use std::str::FromStr;

use sqlx::PgConnection;

use super::Personality;
use crate::{DbError, Result};

/// The name of a stage. The order is that of their names, in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum StageName {
    /// What hosts have; the only stage of an unstaged personality.
    Current,
    /// What is edited, until it is promoted.
    Next,
    /// What was current before the last promotion.
    Previous,
}

impl fmt::Display for StageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Current => "current",
            Self::Next => "next",
            Self::Previous => "previous",
        })
    }
}

impl FromStr for StageName {
    type Err = DbError;

    fn from_str(name: &str) -> Result<Self> {
        match name.trim().to_lowercase().as_str() {
            "current" => Ok(Self::Current),
            "next" => Ok(Self::Next),
            "previous" => Ok(Self::Previous),
            _ => Err(DbError::rule(format!(
                "'{name}' is not a valid personality stage."
            ))),
        }
    }
}

/// An owner that a stage is mapped to for some purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrnMap {
    /// The purpose.
    pub target: String,
    /// Number of the owner.
    pub eon_id: i64,
    /// The owner.
    pub grn: String,
}

/// A stage with its personality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Key that hosts refer to.
    pub id: i64,
    /// Which stage.
    pub name: StageName,
    /// Of which personality.
    pub personality: Personality,
    /// The owners that it is mapped to, by purpose and number.
    pub grns: Vec<GrnMap>,
}

impl Stage {
    /// `archetype/name@stage`, without the stage for an unstaged personality.
    #[must_use]
    pub fn qualified_name(&self) -> String {
        let name = self.personality.qualified_name();
        if self.personality.staged {
            format!("{name}@{}", self.name)
        } else {
            name
        }
    }
}

/// Ids and names of the stages of a personality.
///
/// # Errors
/// Only those of the connection.
pub async fn stages(conn: &mut PgConnection, personality_id: i64) -> Result<Vec<(StageName, i64)>> {
    Ok(sqlx::query!(
        r#"select id, name as "name: StageName" from personality_stage where personality_id = $1 order by name"#,
        personality_id
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| (row.name, row.id))
    .collect())
}

/// Id of a stage, if the personality has it.
///
/// # Errors
/// Only those of the connection.
pub async fn find_stage(
    conn: &mut PgConnection,
    personality_id: i64,
    name: StageName,
) -> Result<Option<i64>> {
    Ok(stages(conn, personality_id)
        .await?
        .into_iter()
        .find_map(|(stage, id)| (stage == name).then_some(id)))
}

/// Id of the stage that a command means which does not edit the personality: the one named, else current.
///
/// # Errors
/// [`DbError::Rule`] when a stage is named that cannot be, or of an unstaged personality; [`DbError::NotFound`] when the
/// personality does not have it.
pub async fn require_stage(conn: &mut PgConnection, of: &Personality, name: Option<&str>) -> Result<i64> {
    if name.is_some() && !of.staged {
        return Err(DbError::rule(format!("{} is not staged.", of.described())));
    }
    let stage = name.map_or(Ok(StageName::Current), str::parse)?;
    find_stage(conn, of.id, stage)
        .await?
        .ok_or_else(|| DbError::Missing(format!("{} does not have stage {stage}.", of.described())))
}

/// The stage with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get_stage(conn: &mut PgConnection, id: i64) -> Result<Stage> {
    super::details(conn, &[id])
        .await?
        .pop()
        .ok_or_else(|| DbError::not_found("Personality stage", id.to_string()))
}

/// Makes a stage and gives its id.
///
/// # Errors
/// [`DbError::Refused`] by `personality_stage_name_uk`.
pub async fn insert_stage(conn: &mut PgConnection, personality_id: i64, name: StageName) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "insert into personality_stage (personality_id, name) values ($1, $2) returning id",
        personality_id,
        name as StageName
    )
    .fetch_one(conn)
    .await?)
}

/// Maps a stage to an owner.
///
/// # Errors
/// [`DbError::Refused`] by `personality_grn_map_pk` or `personality_grn_map_target_ck`.
pub async fn insert_grn(conn: &mut PgConnection, stage_id: i64, eon_id: i64, target: &str) -> Result<()> {
    sqlx::query!(
        "insert into personality_grn_map (personality_stage_id, eon_id, target) values ($1, $2, $3)",
        stage_id,
        eon_id,
        target
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Maps a stage to the owners of another one.
///
/// # Errors
/// Only those of the connection.
pub async fn copy_grns(conn: &mut PgConnection, from_stage: i64, to_stage: i64) -> Result<()> {
    sqlx::query!(
        "insert into personality_grn_map (personality_stage_id, eon_id, target)
         select $2, eon_id, target from personality_grn_map where personality_stage_id = $1",
        from_stage,
        to_stage
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a stage another name.
///
/// # Errors
/// [`DbError::Refused`] by `personality_stage_name_uk`.
pub async fn rename_stage(conn: &mut PgConnection, id: i64, name: StageName) -> Result<()> {
    sqlx::query!(
        "update personality_stage set name = $2 where id = $1",
        id,
        name as StageName
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a stage.
///
/// # Errors
/// [`DbError::Refused`] by `host_personality_stage_fk` while hosts have it.
pub async fn delete_stage(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from personality_stage where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Whether hosts have the stage.
///
/// # Errors
/// Only those of the connection.
pub async fn stage_used(conn: &mut PgConnection, id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from host where personality_stage_id = $1) as "used!""#,
        id
    )
    .fetch_one(conn)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::StageName;

    #[test]
    fn names_are_read_as_they_are_written() {
        for name in [StageName::Current, StageName::Next, StageName::Previous] {
            assert_eq!(name.to_string().parse::<StageName>().unwrap(), name);
        }
        let error = "no-such-stage".parse::<StageName>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "'no-such-stage' is not a valid personality stage."
        );
    }
}
