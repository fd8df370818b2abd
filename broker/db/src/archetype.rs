//! Archetypes: families of templates. What a host or a cluster is compiled with starts here.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "Archetype";
/// What clusters can be; an archetype of hosts has none of them.
pub const CLUSTER_TYPES: [&str; 4] = ["compute", "esx", "meta", "storage"];

/// A row of `archetype`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archetype {
    /// Key that other rows refer to.
    pub id: i64,
    /// Unique, lower case; a directory of the template path.
    pub name: String,
    /// What it is for.
    pub outputdesc: Option<String>,
    /// Its objects have profiles.
    pub is_compileable: bool,
    /// Type of its clusters; `None` for an archetype of hosts.
    pub cluster_type: Option<String>,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// An archetype to make.
#[derive(Debug, Clone, Copy)]
pub struct NewArchetype<'a> {
    /// Name, in any case.
    pub name: &'a str,
    /// What it is for.
    pub outputdesc: Option<&'a str>,
    /// Its objects have profiles.
    pub is_compileable: bool,
    /// Type of its clusters.
    pub cluster_type: Option<&'a str>,
    /// Free text.
    pub comments: Option<&'a str>,
}

/// The archetype of this name, if there is one. Names are compared in lower case.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<Archetype>> {
    Ok(sqlx::query_as!(
        Archetype,
        "select id, name, outputdesc, is_compileable, cluster_type, comments, creation_date
         from archetype where name = lower(btrim($1))",
        name
    )
    .fetch_optional(conn)
    .await?)
}

/// The archetype of this name.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<Archetype> {
    if let Some(archetype) = find(conn, name).await? {
        return Ok(archetype);
    }
    let names = sqlx::query_scalar!("select name from archetype order by name <-> $1 limit 16", name)
        .fetch_all(conn)
        .await?;
    Err(suggest::not_found(KIND, name, &names))
}

/// The archetype of this name; nobody else changes or deletes it, or adds to it, before the transaction ends.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name.
pub async fn lock(conn: &mut PgConnection, name: &str) -> Result<Archetype> {
    let id = require(conn, name).await?.id;
    sqlx::query_as!(
        Archetype,
        "select id, name, outputdesc, is_compileable, cluster_type, comments, creation_date
         from archetype where id = $1 for update",
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found(KIND, name))
}

/// All archetypes by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Archetype>> {
    Ok(sqlx::query_as!(
        Archetype,
        "select id, name, outputdesc, is_compileable, cluster_type, comments, creation_date from archetype order by name"
    )
    .fetch_all(conn)
    .await?)
}

/// Makes an archetype and gives its id.
///
/// # Errors
/// [`DbError::Refused`] by `archetype_name_uk`, `archetype_name_ck`, `archetype_reserved_ck` or
/// `archetype_cluster_type_ck`.
pub async fn insert(conn: &mut PgConnection, new: &NewArchetype<'_>) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "insert into archetype (name, outputdesc, is_compileable, cluster_type, comments)
         values (lower(btrim($1)), $2, $3, $4, $5) returning id",
        new.name,
        new.outputdesc,
        new.is_compileable,
        new.cluster_type,
        new.comments
    )
    .fetch_one(conn)
    .await?)
}

/// Stores the changed fields of an archetype; its name stays.
///
/// # Errors
/// [`DbError::Refused`] by `archetype_cluster_type_ck`.
pub async fn update(conn: &mut PgConnection, archetype: &Archetype) -> Result<()> {
    sqlx::query!(
        "update archetype set outputdesc = $2, is_compileable = $3, cluster_type = $4, comments = $5 where id = $1",
        archetype.id,
        archetype.outputdesc,
        archetype.is_compileable,
        archetype.cluster_type,
        archetype.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes an archetype.
///
/// # Errors
/// [`DbError::Refused`] by `personality_archetype_fk` or `operating_system_archetype_fk` while it is in use.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from archetype where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Whether any host is of the archetype.
///
/// # Errors
/// Only those of the connection.
pub async fn has_hosts(conn: &mut PgConnection, id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from host h join personality_stage s on s.id = h.personality_stage_id
                          join personality p on p.id = s.personality_id where p.archetype_id = $1) as "used!""#,
        id
    )
    .fetch_one(conn)
    .await?)
}

/// Hosts and personality stages of an archetype: what has other plenaries when it starts or stops to be compiled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    /// Hardware ids of the hosts.
    pub hosts: Vec<i64>,
    /// Ids of the personality stages.
    pub stages: Vec<i64>,
}

/// What belongs to an archetype.
///
/// # Errors
/// Only those of the connection.
pub async fn members(conn: &mut PgConnection, id: i64) -> Result<Members> {
    let stages = sqlx::query_scalar!(
        "select s.id from personality_stage s join personality p on p.id = s.personality_id
         where p.archetype_id = $1 order by s.id",
        id
    )
    .fetch_all(&mut *conn)
    .await?;
    let hosts = sqlx::query_scalar!(
        "select hardware_entity_id from host where personality_stage_id = any($1) order by 1",
        &stages
    )
    .fetch_all(conn)
    .await?;
    Ok(Members { hosts, stages })
}
