//! Branches: domains and sandboxes. The head of a branch is the column `commit_id`; its Git ref is exported from it.

mod heads;
mod moves;

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, suggest};

pub use heads::heads;
pub use moves::{Move, MoveKind, NewMove, move_head, moves, record, was_head};

/// What people call it in messages.
pub const KIND: &str = "Branch";

/// The branch that keeps the commits of deleted domains (reference: `trash_branch`). It has no row of its own.
pub const TRASH: &str = "trash";

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

/// Moves the head. The caller holds the lock of the branch ([`lock`]).
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

/// Nobody else changes these branches or moves their heads until the transaction ends. Locked in the order of their ids;
/// hosts may still be put into them.
///
/// # Errors
/// [`DbError::Conflict`] when waiting takes too long.
pub async fn lock(conn: &mut PgConnection, ids: &[i64]) -> Result<()> {
    sqlx::query!(
        "select id from branch where id = any($1) order by id for no key update",
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// The domains that follow the branch, by name.
///
/// # Errors
/// Only those of the connection.
pub async fn trackers(conn: &mut PgConnection, id: i64) -> Result<Vec<Branch>> {
    Ok(sqlx::query_as!(
        Branch,
        "select b.id, b.branch_type, b.name, b.commit_id, b.is_sync_valid, b.autosync, b.compiler, b.formats, b.comments,
                b.creation_date
         from domain d join branch b on b.id = d.branch_id where d.tracked_branch_id = $1 order by b.name",
        id
    )
    .fetch_all(conn)
    .await?)
}

/// How many hosts are in the branch.
///
/// # Errors
/// Only those of the connection.
pub async fn hosts(conn: &mut PgConnection, id: i64) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from host where branch_id = $1"#,
        id
    )
    .fetch_one(conn)
    .await?)
}

/// Removes a branch with what belongs to it: domain or sandbox, moves, reviews.
///
/// # Errors
/// [`DbError::Refused`] by `host_branch_fk` or `domain_tracked_branch_fk`.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from branch where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Head of the branch that keeps the commits of deleted domains; `None` until one was deleted. Nobody else moves it until
/// the transaction ends.
///
/// # Errors
/// [`DbError::Conflict`] when waiting takes too long.
pub async fn trash_locked(conn: &mut PgConnection) -> Result<Option<String>> {
    // Not the row: there may be none yet, and two that see none would both begin the branch.
    sqlx::query!("lock table trash in exclusive mode")
        .execute(&mut *conn)
        .await?;
    trash(conn).await
}

/// The same, for looking.
///
/// # Errors
/// Only those of the connection.
pub async fn trash(conn: &mut PgConnection) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("select commit_id from trash")
        .fetch_optional(conn)
        .await?)
}

/// Moves that head.
///
/// # Errors
/// [`DbError::Refused`] by `trash_commit_ck`.
pub async fn set_trash(conn: &mut PgConnection, commit: &str) -> Result<()> {
    sqlx::query!(
        "insert into trash (commit_id) values ($1) on conflict (id) do update set commit_id = excluded.commit_id",
        commit
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Is any host in the branch one that has a profile?
///
/// # Errors
/// Only those of the connection.
pub async fn has_profiles(conn: &mut PgConnection, id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from host h join personality_stage s on s.id = h.personality_stage_id
               join personality p on p.id = s.personality_id join archetype a on a.id = p.archetype_id
               where h.branch_id = $1 and a.is_compileable) as "has!""#,
        id
    )
    .fetch_one(conn)
    .await?)
}
