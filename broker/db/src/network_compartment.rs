//! Network compartments: security zones that networks are marked with.

use sqlx::PgConnection;

use crate::{Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "Network Compartment";

/// The id of the compartment of this name. Names are compared in lower case.
///
/// # Errors
/// [`crate::DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<i64> {
    let id = sqlx::query_scalar!(
        "select id from network_compartment where name = lower(btrim($1))",
        name
    )
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(id) = id {
        return Ok(id);
    }
    let names = sqlx::query_scalar!(
        "select name from network_compartment order by name <-> $1 limit 16",
        name
    )
    .fetch_all(conn)
    .await?;
    Err(suggest::not_found(KIND, name, &names))
}
