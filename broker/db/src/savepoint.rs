//! A part of a transaction that may fail without the rest, for commands that are defined per item. One at a time.

use sqlx::PgConnection;

use crate::Result;

/// Begins the part.
///
/// # Errors
/// Only those of the connection.
pub async fn begin(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("savepoint item").execute(conn).await?;
    Ok(())
}

/// Keeps what was done since [`begin`].
///
/// # Errors
/// Only those of the connection.
pub async fn keep(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("release savepoint item").execute(conn).await?;
    Ok(())
}

/// Undoes what was done since [`begin`], a statement that failed included.
///
/// # Errors
/// Only those of the connection.
pub async fn undo(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("rollback to savepoint item")
        .execute(&mut *conn)
        .await?;
    keep(conn).await
}
