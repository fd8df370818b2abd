//! Profiles: what the machines fetch, with its history and what it was made from.

mod content;
mod dependency;
mod history;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Result, locks};

pub use content::{Content, Format, content};
pub use dependency::{Dependency, DependencyKind, Reads, dependencies, dependents, set_dependencies};
pub use history::{Past, history, trim};

/// A compiled profile to store.
#[derive(Debug, Clone)]
pub struct NewProfile<'a> {
    /// Name of the object: a host's full name, or `clusters/NAME`.
    pub object: &'a str,
    /// Branch whose templates it was compiled with.
    pub branch_id: i64,
    /// Name of the branch, which may be deleted or renamed later.
    pub branch: &'a str,
    /// Commit of the branch.
    pub commit_id: &'a str,
    /// SHA-256 of the generated templates it was compiled with.
    pub plenary_hash: &'a [u8],
    /// Version of the engine.
    pub engine_version: &'a str,
    /// The XML form, if the branch makes one.
    pub xml: Option<&'a [u8]>,
    /// The JSON form, if the branch makes one.
    pub json: Option<&'a [u8]>,
    /// The request that compiled it.
    pub request_id: Option<Uuid>,
}

/// What storing a profile did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Key of the row in the history.
    pub profile_id: i64,
    /// Whether the bytes differ from those that were served before.
    pub changed: bool,
    /// When the served bytes last changed.
    pub modified: OffsetDateTime,
}

/// The profile of an object as it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// Name of the object.
    pub object: String,
    /// Key of the row in the history.
    pub profile_id: i64,
    /// Branch it was compiled with; `None` when the branch is gone.
    pub branch_id: Option<i64>,
    /// Name the branch had.
    pub branch: String,
    /// Commit it was last compiled with.
    pub commit_id: String,
    /// SHA-256 of the generated templates it was last compiled with.
    pub plenary_hash: Vec<u8>,
    /// Version of the engine that last compiled it.
    pub engine_version: String,
    /// SHA-256 of the XML form.
    pub xml_hash: Option<Vec<u8>>,
    /// SHA-256 of the JSON form.
    pub json_hash: Option<Vec<u8>>,
    /// When the bytes last changed.
    pub modified: OffsetDateTime,
    /// When it was last compiled.
    pub compiled: OffsetDateTime,
}

/// A line of the index of profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexEntry {
    /// Name of the object.
    pub object: String,
    /// When the bytes last changed.
    pub modified: OffsetDateTime,
    /// Whether there is an XML form.
    pub xml: bool,
    /// Whether there is a JSON form.
    pub json: bool,
}

/// Stores a profile and serves it. Bytes that were served before add no history and keep their time. The time of new bytes
/// is in a later second than that of those before: machines ask by it, and HTTP tells it in seconds. A command that stores
/// several does so in the order of their names, so that two commands wait for one another and do not deadlock.
///
/// # Errors
/// [`crate::DbError::Refused`] by the checks of `profile`.
pub async fn store(conn: &mut PgConnection, new: &NewProfile<'_>) -> Result<Stored> {
    locks::acquire_shared(conn, &locks::Lock::ProfileContent).await?;
    let xml_hash = content::put(conn, new.xml).await?;
    let json_hash = content::put(conn, new.json).await?;
    let before = sqlx::query!(
        "select c.profile_id, c.modified, p.xml_hash, p.json_hash
         from profile_current c join profile p on p.id = c.profile_id where c.object = $1 for update of c",
        new.object
    )
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(before) = before
        && before.xml_hash == xml_hash
        && before.json_hash == json_hash
    {
        sqlx::query!(
            "update profile_current set commit_id = $2, plenary_hash = $3, engine_version = $4, compiled = now()
             where object = $1",
            new.object,
            new.commit_id,
            new.plenary_hash,
            new.engine_version
        )
        .execute(conn)
        .await?;
        return Ok(Stored {
            profile_id: before.profile_id,
            changed: false,
            modified: before.modified,
        });
    }
    let row = sqlx::query!(
        "with made as (
             insert into profile (object, branch_id, branch, commit_id, plenary_hash, engine_version, xml_hash, json_hash,
                                  request_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id)
         insert into profile_current (object, profile_id, commit_id, plenary_hash, engine_version, modified, compiled)
         select $1, id, $4, $5, $6, now(), now() from made
         on conflict (object) do update
             set profile_id = excluded.profile_id, commit_id = excluded.commit_id, plenary_hash = excluded.plenary_hash,
                 engine_version = excluded.engine_version, compiled = excluded.compiled,
                 modified = greatest(excluded.modified,
                     date_trunc('second', profile_current.modified) + interval '1 second')
         returning profile_id, modified",
        new.object,
        new.branch_id,
        new.branch,
        new.commit_id,
        new.plenary_hash,
        new.engine_version,
        xml_hash,
        json_hash,
        new.request_id
    )
    .fetch_one(conn)
    .await?;
    Ok(Stored {
        profile_id: row.profile_id,
        changed: true,
        modified: row.modified,
    })
}

/// The profile of an object as it is served.
///
/// # Errors
/// Only those of the connection.
pub async fn get(conn: &mut PgConnection, object: &str) -> Result<Option<Current>> {
    Ok(sqlx::query_as!(
        Current,
        "select c.object, c.profile_id, p.branch_id, p.branch, c.commit_id, c.plenary_hash, c.engine_version, p.xml_hash,
                p.json_hash, c.modified, c.compiled
         from profile_current c join profile p on p.id = c.profile_id where c.object = $1",
        object
    )
    .fetch_optional(conn)
    .await?)
}

/// All profiles that are served, by name.
///
/// # Errors
/// Only those of the connection.
pub async fn index(conn: &mut PgConnection) -> Result<Vec<IndexEntry>> {
    Ok(sqlx::query_as!(
        IndexEntry,
        r#"select c.object, c.modified, p.xml_hash is not null as "xml!", p.json_hash is not null as "json!"
           from profile_current c join profile p on p.id = c.profile_id order by c.object"#
    )
    .fetch_all(conn)
    .await?)
}

/// Serves the profile of an object no longer; its history stays. Tells whether there was one.
///
/// # Errors
/// Only those of the connection.
pub async fn remove(conn: &mut PgConnection, object: &str) -> Result<bool> {
    let gone = sqlx::query!("delete from profile_current where object = $1", object)
        .execute(conn)
        .await?;
    Ok(gone.rows_affected() == 1)
}
