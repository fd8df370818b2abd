//! Personalities: what a host is for. What of a personality can be tried out on some hosts first hangs on its stages.

mod search;
mod stage;
mod users;

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, archetype, suggest};

pub use search::{Filter, details, search};
pub use stage::{
    GrnMap, Stage, StageName, copy_grns, delete_stage, find_stage, get_stage, insert_grn, insert_stage,
    rename_stage, require_stage, stage_used, stages,
};
pub use users::{hosts, hosts_by_owner, move_hosts, set_owner, used};

/// What people call it in messages.
pub const KIND: &str = "Personality";

/// A row of `personality` with the names that its references stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personality {
    /// Key that other rows refer to.
    pub id: i64,
    /// The archetype.
    pub archetype_id: i64,
    /// Name of the archetype.
    pub archetype: String,
    /// It is for clusters, not for hosts.
    pub is_cluster: bool,
    /// Unique within the archetype; one or two directories of the template path.
    pub name: String,
    /// Its hosts must be members of a cluster.
    pub cluster_required: bool,
    /// The template that overrides settings from outside is included.
    pub config_override: bool,
    /// Number of the owner.
    pub owner_eon_id: i64,
    /// The owner.
    pub owner_grn: String,
    /// Name of the environment.
    pub environment: String,
    /// Changes wait in the stage next until they are promoted.
    pub staged: bool,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

impl Personality {
    /// `archetype/name`, as messages and lists have it.
    #[must_use]
    pub fn qualified_name(&self) -> String {
        format!("{}/{}", self.archetype, self.name)
    }

    /// The kind with the qualified name, for the beginning of a sentence.
    #[must_use]
    pub fn described(&self) -> String {
        format!("{KIND} {}", self.qualified_name())
    }
}

/// A personality to make.
#[derive(Debug, Clone, Copy)]
pub struct NewPersonality<'a> {
    /// The archetype.
    pub archetype_id: i64,
    /// Name, in any case.
    pub name: &'a str,
    /// Its hosts must be members of a cluster.
    pub cluster_required: bool,
    /// The template that overrides settings from outside is included.
    pub config_override: bool,
    /// Number of the owner.
    pub owner_eon_id: i64,
    /// The environment.
    pub environment_id: i64,
    /// Changes wait in the stage next.
    pub staged: bool,
    /// Free text.
    pub comments: Option<&'a str>,
}

/// The personality with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<Personality> {
    sqlx::query_as!(
        Personality,
        r#"select p.id, p.archetype_id, a.name as archetype, a.cluster_type is not null as "is_cluster!", p.name,
                  p.cluster_required, p.config_override, p.owner_eon_id, g.grn as owner_grn, e.name as environment,
                  p.staged, p.comments, p.creation_date
           from personality p join archetype a on a.id = p.archetype_id join grn g on g.eon_id = p.owner_eon_id
           join host_environment e on e.id = p.host_environment_id
           where p.id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found(KIND, id.to_string()))
}

/// The personality of this name, if there is one; without an archetype, of whichever has it.
///
/// # Errors
/// [`DbError::NotFound`] of the archetype; [`DbError::NotUnique`] when several archetypes have one.
pub async fn find(
    conn: &mut PgConnection,
    archetype_name: Option<&str>,
    name: &str,
) -> Result<Option<Personality>> {
    let archetype_id = match archetype_name {
        Some(archetype_name) => Some(archetype::require(conn, archetype_name).await?.id),
        None => None,
    };
    let ids = sqlx::query_scalar!(
        "select id from personality where name = lower(btrim($1)) and ($2::bigint is null or archetype_id = $2)",
        name,
        archetype_id
    )
    .fetch_all(&mut *conn)
    .await?;
    match ids.as_slice() {
        [] => Ok(None),
        [id] => Ok(Some(get(conn, *id).await?)),
        _ => Err(DbError::NotUnique {
            kind: KIND,
            name: name.to_owned(),
        }),
    }
}

/// The personality of this name; without an archetype, of whichever has it.
///
/// # Errors
/// [`DbError::NotFound`] of the archetype, or of the personality with the nearest name; [`DbError::NotUnique`] when
/// several archetypes have one.
pub async fn require(
    conn: &mut PgConnection,
    archetype_name: Option<&str>,
    name: &str,
) -> Result<Personality> {
    if let Some(personality) = find(conn, archetype_name, name).await? {
        return Ok(personality);
    }
    let names = sqlx::query_scalar!(
        "select p.name from personality p join archetype a on a.id = p.archetype_id
         where $2::text is null or a.name = lower(btrim($2)) order by p.name <-> $1 limit 16",
        name,
        archetype_name
    )
    .fetch_all(conn)
    .await?;
    let nearest = suggest::nearest(&name.trim().to_lowercase(), names.iter().map(String::as_str));
    Err(DbError::NotFound {
        kind: KIND,
        name: match archetype_name {
            Some(archetype) => format!("{name}, archetype {}", archetype.trim().to_lowercase()),
            None => name.to_owned(),
        },
        nearest: nearest.map(str::to_owned),
    })
}

/// The same, and nobody else changes it or its stages before the transaction ends.
///
/// # Errors
/// Those of [`require`].
pub async fn lock(conn: &mut PgConnection, archetype_name: &str, name: &str) -> Result<Personality> {
    let id = require(conn, Some(archetype_name), name).await?.id;
    sqlx::query_scalar!("select id from personality where id = $1 for update", id)
        .fetch_optional(&mut *conn)
        .await?
        .ok_or_else(|| DbError::not_found(KIND, name))?;
    get(conn, id).await
}

/// Makes a personality, without stages yet, and gives its id.
///
/// # Errors
/// [`DbError::Refused`] by `personality_name_uk` or `personality_name_ck`.
pub async fn insert(conn: &mut PgConnection, new: &NewPersonality<'_>) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "insert into personality (archetype_id, name, cluster_required, config_override, owner_eon_id,
                                  host_environment_id, staged, comments)
         values ($1, lower(btrim($2)), $3, $4, $5, $6, $7, $8) returning id",
        new.archetype_id,
        new.name,
        new.cluster_required,
        new.config_override,
        new.owner_eon_id,
        new.environment_id,
        new.staged,
        new.comments
    )
    .fetch_one(conn)
    .await?)
}

/// Stores cluster requirement, override, staging and comments.
///
/// # Errors
/// Only those of the connection.
pub async fn update(conn: &mut PgConnection, personality: &Personality) -> Result<()> {
    sqlx::query!(
        "update personality set cluster_required = $2, config_override = $3, staged = $4, comments = $5 where id = $1",
        personality.id,
        personality.cluster_required,
        personality.config_override,
        personality.staged,
        personality.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts the personality into another environment.
///
/// # Errors
/// Only those of the connection.
pub async fn set_environment(conn: &mut PgConnection, id: i64, environment_id: i64) -> Result<()> {
    sqlx::query!(
        "update personality set host_environment_id = $2 where id = $1",
        id,
        environment_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a personality with its stages.
///
/// # Errors
/// [`DbError::Refused`] by `host_personality_stage_fk` while hosts have it.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from personality where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// The first personality of an archetype by name.
///
/// # Errors
/// Only those of the connection.
pub async fn first_of_archetype(conn: &mut PgConnection, archetype_id: i64) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select name from personality where archetype_id = $1 order by name limit 1",
        archetype_id
    )
    .fetch_optional(conn)
    .await?)
}
