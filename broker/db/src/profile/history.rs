//! Profiles as they were, and forgetting them.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Result, locks};

/// A profile that an object has or had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Key.
    pub profile_id: i64,
    /// Name of the branch.
    pub branch: String,
    /// Commit that it was first compiled with.
    pub commit_id: String,
    /// SHA-256 of the generated templates it was first compiled with.
    pub plenary_hash: Vec<u8>,
    /// Version of the engine that first compiled it.
    pub engine_version: String,
    /// SHA-256 of the XML form.
    pub xml_hash: Option<Vec<u8>>,
    /// SHA-256 of the JSON form.
    pub json_hash: Option<Vec<u8>>,
    /// The request that first compiled it.
    pub request_id: Option<Uuid>,
    /// When that was.
    pub created: OffsetDateTime,
}

/// The profiles of an object, the latest first.
///
/// # Errors
/// Only those of the connection.
pub async fn history(conn: &mut PgConnection, object: &str, limit: i64) -> Result<Vec<Past>> {
    Ok(sqlx::query_as!(
        Past,
        "select id as profile_id, branch, commit_id, plenary_hash, engine_version, xml_hash, json_hash, request_id, created
         from profile where object = $1 order by id desc limit $2",
        object,
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// Forgets profiles from before a time that are not served, with bytes and sets of dependencies that nothing refers to
/// any more. Waits for profiles that are being stored, and they for it. Gives the number of profiles.
///
/// # Errors
/// Only those of the connection.
pub async fn trim(conn: &mut PgConnection, before: OffsetDateTime) -> Result<u64> {
    locks::acquire(conn, vec![locks::Lock::ProfileContent]).await?;
    let gone = sqlx::query!(
        "delete from profile p where created < $1
             and not exists (select from profile_current c where c.profile_id = p.id)",
        before
    )
    .execute(&mut *conn)
    .await?
    .rows_affected();
    sqlx::query!(
        "delete from profile_blob b where not exists (select from profile p where p.xml_hash = b.hash)
             and not exists (select from profile p where p.json_hash = b.hash)"
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from dependency_set s where not exists (select from profile_dependency p where p.set_id = s.id)"
    )
    .execute(conn)
    .await?;
    Ok(gone)
}
