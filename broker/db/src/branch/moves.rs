//! The history of heads: what a branch was moved to, by whom and why.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::Result;

/// Why a head moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum MoveKind {
    /// The branch began there.
    Start,
    /// `aq publish`.
    Publish,
    /// `git push`.
    Push,
    /// `aq deploy`.
    Deploy,
    /// The branch followed another one.
    Sync,
    /// `aq rollback`.
    Rollback,
}

/// A move to record.
#[derive(Debug, Clone, Copy)]
pub struct NewMove<'a> {
    /// Why.
    pub kind: MoveKind,
    /// Name of the branch that the commits came from.
    pub source: Option<&'a str>,
    /// The head before.
    pub old_commit: Option<&'a str>,
    /// The head from then on.
    pub new_commit: &'a str,
    /// Who moved it.
    pub principal: &'a str,
    /// Ticket that was given.
    pub justification: Option<&'a str>,
    /// Reason that was given.
    pub reason: Option<&'a str>,
    /// The command.
    pub request_id: Uuid,
}

/// A recorded move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Why.
    pub kind: MoveKind,
    /// Name of the branch that the commits came from.
    pub source: Option<String>,
    /// The head before.
    pub old_commit: Option<String>,
    /// The head from then on.
    pub new_commit: String,
    /// Who moved it.
    pub principal: String,
    /// Ticket that was given.
    pub justification: Option<String>,
    /// Reason that was given.
    pub reason: Option<String>,
    /// When.
    pub moved: OffsetDateTime,
}

/// Moves the head and records why. The caller holds the lock of the branch ([`super::lock`]).
///
/// # Errors
/// [`crate::DbError::Refused`] by `branch_commit_ck`.
pub async fn move_head(conn: &mut PgConnection, id: i64, new: &NewMove<'_>) -> Result<()> {
    super::set_commit(conn, id, new.new_commit).await?;
    record(conn, id, new).await
}

/// Records a move.
///
/// # Errors
/// [`crate::DbError::Refused`] by `branch_move_new_commit_ck`.
pub async fn record(conn: &mut PgConnection, id: i64, new: &NewMove<'_>) -> Result<()> {
    sqlx::query!(
        "insert into branch_move (branch_id, kind, source, old_commit, new_commit, principal, justification, reason, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id,
        new.kind as MoveKind,
        new.source,
        new.old_commit,
        new.new_commit,
        new.principal,
        new.justification,
        new.reason,
        new.request_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The moves of a branch, newest first.
///
/// # Errors
/// Only those of the connection.
pub async fn moves(conn: &mut PgConnection, id: i64, limit: i64) -> Result<Vec<Move>> {
    Ok(sqlx::query_as!(
        Move,
        r#"select kind as "kind: MoveKind", source, old_commit, new_commit, principal, justification, reason, moved
           from branch_move where branch_id = $1 order by id desc limit $2"#,
        id,
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// Was this commit ever the head of the branch?
///
/// # Errors
/// Only those of the connection.
pub async fn was_head(conn: &mut PgConnection, id: i64, commit: &str) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from branch_move where branch_id = $1 and (new_commit = $2 or old_commit = $2)) as "was!""#,
        id,
        commit
    )
    .fetch_one(conn)
    .await?)
}
