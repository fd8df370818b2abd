//! Operating systems: a name and a version within an archetype, with a life cycle.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "Operating System";
/// Where every operating system begins.
pub const FIRST_LIFECYCLE: &str = "evaluation";

/// A row of `operating_system` with the names that its references stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatingSystem {
    /// Key that other rows refer to.
    pub id: i64,
    /// The archetype.
    pub archetype_id: i64,
    /// Name of the archetype.
    pub archetype: String,
    /// Lower case; with the version a directory of the template path.
    pub name: String,
    /// Unique within archetype and name.
    pub version: String,
    /// Name of its point in life.
    pub lifecycle: String,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// What to look for; everything that is given must match.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// Name.
    pub name: Option<&'a str>,
    /// Version.
    pub version: Option<&'a str>,
    /// The archetype, by id.
    pub archetype_id: Option<i64>,
}

/// How people name it, without the kind: `linux, version 9.4, archetype web`.
#[must_use]
pub fn described(name: &str, version: &str, archetype: &str) -> String {
    format!("{name}, version {version}, archetype {archetype}")
}

/// The operating systems that match, by archetype, name and version.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<OperatingSystem>> {
    Ok(sqlx::query_as!(
        OperatingSystem,
        "select o.id, o.archetype_id, a.name as archetype, o.name, o.version, l.name as lifecycle, o.comments,
                o.creation_date
         from operating_system o join archetype a on a.id = o.archetype_id join asset_lifecycle l on l.id = o.lifecycle_id
         where ($1::text is null or o.name = lower(btrim($1))) and ($2::text is null or o.version = lower(btrim($2)))
           and ($3::bigint is null or o.archetype_id = $3)
         order by a.name, o.name, o.version",
        filter.name,
        filter.version,
        filter.archetype_id
    )
    .fetch_all(conn)
    .await?)
}

/// The operating system with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<OperatingSystem> {
    sqlx::query_as!(
        OperatingSystem,
        "select o.id, o.archetype_id, a.name as archetype, o.name, o.version, l.name as lifecycle, o.comments,
                o.creation_date
         from operating_system o join archetype a on a.id = o.archetype_id join asset_lifecycle l on l.id = o.lifecycle_id
         where o.id = $1",
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found(KIND, id.to_string()))
}

/// The operating system of an archetype.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest version.
pub async fn require(
    conn: &mut PgConnection,
    archetype: &crate::archetype::Archetype,
    name: &str,
    version: &str,
) -> Result<OperatingSystem> {
    let filter = Filter {
        name: Some(name),
        version: Some(version),
        archetype_id: Some(archetype.id),
    };
    if let Some(os) = search(conn, &filter).await?.pop() {
        return Ok(os);
    }
    let versions = sqlx::query_scalar!(
        "select version from operating_system where archetype_id = $1 and name = lower(btrim($2))
         order by version <-> $3 limit 16",
        archetype.id,
        name,
        version
    )
    .fetch_all(conn)
    .await?;
    let nearest = suggest::nearest(
        &version.trim().to_lowercase(),
        versions.iter().map(String::as_str),
    );
    Err(DbError::NotFound {
        kind: KIND,
        name: described(name, version, &archetype.name),
        nearest: nearest.map(|v| format!("{} {v}", name.trim().to_lowercase())),
    })
}

/// Makes an operating system, at the beginning of its life, and gives its id.
///
/// # Errors
/// [`DbError::Refused`] by `operating_system_name_uk`, `operating_system_name_ck` or `operating_system_version_ck`.
pub async fn insert(
    conn: &mut PgConnection,
    archetype_id: i64,
    name: &str,
    version: &str,
    comments: Option<&str>,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "insert into operating_system (archetype_id, name, version, lifecycle_id, comments)
         select $1, lower(btrim($2)), lower(btrim($3)), l.id, $5 from asset_lifecycle l where l.name = $4 returning id",
        archetype_id,
        name,
        version,
        FIRST_LIFECYCLE,
        comments
    )
    .fetch_one(conn)
    .await?)
}

/// Replaces the comments.
///
/// # Errors
/// Only those of the connection.
pub async fn set_comments(conn: &mut PgConnection, id: i64, comments: Option<&str>) -> Result<()> {
    sqlx::query!(
        "update operating_system set comments = $2 where id = $1",
        id,
        comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Moves the operating system to another point of its life.
///
/// # Errors
/// [`DbError::Rule`] when there is no such point, or none that follows the present one; it lists those there are.
pub async fn set_lifecycle(conn: &mut PgConnection, os: &OperatingSystem, lifecycle: &str) -> Result<()> {
    let wanted = lifecycle.trim().to_lowercase();
    let all = sqlx::query_scalar!("select name from asset_lifecycle order by name")
        .fetch_all(&mut *conn)
        .await?;
    if !all.contains(&wanted) {
        let names = all.join(", ");
        return Err(DbError::rule(format!(
            "Unknown asset lifecycle '{lifecycle}'. The valid values are: {names}."
        )));
    }
    // The state is read under the lock: another command may just have changed it.
    let present = sqlx::query_scalar!(
        "select l.name from operating_system o join asset_lifecycle l on l.id = o.lifecycle_id
         where o.id = $1 for update of o",
        os.id
    )
    .fetch_one(&mut *conn)
    .await?;
    if present == wanted {
        return Ok(());
    }
    let legal = sqlx::query_scalar!(
        "select t.name from asset_lifecycle_transition x join asset_lifecycle f on f.id = x.from_id
         join asset_lifecycle t on t.id = x.to_id where f.name = $1 order by t.name",
        present
    )
    .fetch_all(&mut *conn)
    .await?;
    if !legal.contains(&wanted) {
        let legal = legal.join(", ");
        return Err(DbError::rule(format!(
            "Cannot change lifecycle stage to {wanted} from {present}. Legal states are: {legal}"
        )));
    }
    sqlx::query!(
        "update operating_system set lifecycle_id = (select id from asset_lifecycle where name = $2) where id = $1",
        os.id,
        wanted
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes an operating system.
///
/// # Errors
/// [`DbError::Refused`] by `host_operating_system_fk` while hosts have it.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from operating_system where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Hardware ids of the hosts that have it, ascending.
///
/// # Errors
/// Only those of the connection.
pub async fn hosts(conn: &mut PgConnection, id: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "select hardware_entity_id from host where operating_system_id = $1 order by 1",
        id
    )
    .fetch_all(conn)
    .await?)
}
