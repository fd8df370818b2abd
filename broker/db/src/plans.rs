//! Plans of statements that PostgreSQL keeps.

use sqlx::PgConnection;

use crate::Result;

/// Rows in one transaction from which on plans are made anew.
const MANY: usize = 50;

/// Lets PostgreSQL plan anew before so many rows are written. It keeps the plans with which it checks foreign keys; one that
/// was made while the table was small reads it from end to end for every row, also when this transaction has made it large.
///
/// # Errors
/// Only those of the connection.
pub(crate) async fn forget(conn: &mut PgConnection, rows: usize) -> Result<()> {
    if rows >= MANY {
        sqlx::query!("discard plans").execute(conn).await?;
    }
    Ok(())
}
