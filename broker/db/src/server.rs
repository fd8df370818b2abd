//! The database server itself.

use sqlx::PgConnection;

use crate::Result;

/// `name` and major version, for `aq status`. No address and no user: those are for administrators of the broker.
///
/// # Errors
/// Only those of the connection.
pub async fn describe(conn: &mut PgConnection) -> Result<String> {
    Ok(sqlx::query_scalar!(
        r#"select current_database() || ' (PostgreSQL ' || current_setting('server_version') || ')' as "text!""#
    )
    .fetch_one(conn)
    .await?)
}
