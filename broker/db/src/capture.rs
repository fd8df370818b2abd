//! Which rows a transaction changed, before and after: what `--preview` shows.

use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;

use crate::Result;

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// It was made.
    Insert,
    /// It was changed; a change to the same values is not captured.
    Update,
    /// It was removed.
    Delete,
}

/// One change of one row, in the order of happening.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Name of the table.
    pub table: String,
    /// What happened.
    pub operation: Operation,
    /// The columns before, unless the row was made.
    pub old: Option<Value>,
    /// The columns after, unless the row was removed.
    pub new: Option<Value>,
}

/// Starts capturing, until the end of the transaction.
///
/// # Errors
/// Only those of the connection.
pub async fn enable(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("select set_config('aq.capture', 'on', true)")
        .fetch_one(conn)
        .await?;
    Ok(())
}

/// The changes of this transaction so far. They are taken away, so that nothing of them is committed.
///
/// # Errors
/// Only those of the connection.
pub async fn take(conn: &mut PgConnection) -> Result<Vec<Change>> {
    Ok(sqlx::query_as!(
        Change,
        r#"with taken as (
               delete from row_capture where txid = pg_current_xact_id_if_assigned()::text::bigint returning *)
           select table_name as table, operation as "operation: Operation", old, new from taken order by seq"#
    )
    .fetch_all(conn)
    .await?)
}
