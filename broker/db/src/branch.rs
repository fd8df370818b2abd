//! Branches: domains and sandboxes. The head of a branch is the column `commit_id`; its Git ref is exported from it.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "Branch";

/// A row of `branch`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Key that other rows refer to.
    pub id: i64,
    /// `domain` or `sandbox`.
    pub branch_type: String,
    /// Unique over domains and sandboxes.
    pub name: String,
    /// Head; `None` until something was published to it.
    pub commit_id: Option<String>,
    /// Other branches may follow it.
    pub is_sync_valid: bool,
    /// Branches that track it follow at once.
    pub autosync: bool,
    /// Compiler that the reference would run; kept because clients show it.
    pub compiler: Option<String>,
    /// Output formats of its profiles, comma separated.
    pub formats: Option<String>,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// The branch of this name, if there is one.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<Branch>> {
    Ok(sqlx::query_as!(
        Branch,
        "select id, branch_type, name, commit_id, is_sync_valid, autosync, compiler, formats, comments, creation_date
         from branch where name = lower(btrim($1))",
        name
    )
    .fetch_optional(conn)
    .await?)
}

/// The branch of this name; `kind` is the word for the message (`Domain`, `Branch`).
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, kind: &'static str, name: &str) -> Result<Branch> {
    if let Some(branch) = find(conn, name).await? {
        return Ok(branch);
    }
    let names = sqlx::query_scalar!("select name from branch order by name <-> $1 limit 16", name)
        .fetch_all(conn)
        .await?;
    Err(suggest::not_found(kind, name, &names))
}

/// Id of a branch that the caller's rows name.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn id(conn: &mut PgConnection, name: &str) -> Result<i64> {
    sqlx::query_scalar!("select id from branch where name = $1", name)
        .fetch_optional(conn)
        .await?
        .ok_or_else(|| DbError::not_found(KIND, name))
}

/// Names of the branches with these ids.
///
/// # Errors
/// Only those of the connection.
pub async fn names(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    Ok(
        sqlx::query!("select id, name from branch where id = any($1)", ids)
            .fetch_all(conn)
            .await?
            .into_iter()
            .map(|r| (r.id, r.name))
            .collect(),
    )
}

/// Moves the head. The caller holds [`crate::locks::Lock::BranchHead`].
///
/// # Errors
/// [`DbError::Refused`] by `branch_commit_ck`.
pub async fn set_commit(conn: &mut PgConnection, id: i64, commit: &str) -> Result<()> {
    sqlx::query!("update branch set commit_id = $2 where id = $1", id, commit)
        .execute(conn)
        .await?;
    Ok(())
}

/// Says whether other branches may follow.
///
/// # Errors
/// Only those of the connection.
pub async fn set_sync_valid(conn: &mut PgConnection, id: i64, valid: bool) -> Result<()> {
    sqlx::query!("update branch set is_sync_valid = $2 where id = $1", id, valid)
        .execute(conn)
        .await?;
    Ok(())
}
