//! Where hosts are in their life.

use sqlx::PgConnection;

use crate::{DbError, Result};

/// The state of a name.
///
/// # Errors
/// [`DbError::Rule`] with the states there are.
pub async fn require_status(conn: &mut PgConnection, name: &str) -> Result<String> {
    let wanted = name.trim().to_lowercase();
    let known = sqlx::query_scalar!("select name from hostlifecycle order by name")
        .fetch_all(conn)
        .await?;
    if known.contains(&wanted) {
        return Ok(wanted);
    }
    Err(DbError::rule(format!(
        "Unknown host lifecycle '{}'. The valid values are: {}.",
        name.trim(),
        known.join(", ")
    )))
}

/// The states that follow a state, by name.
///
/// # Errors
/// Only those of the connection.
pub async fn next_statuses(conn: &mut PgConnection, from: &str) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "select t.name from hostlifecycle_transition x
         join hostlifecycle f on f.id = x.from_id join hostlifecycle t on t.id = x.to_id
         where f.name = $1 order by t.name",
        from
    )
    .fetch_all(conn)
    .await?)
}
