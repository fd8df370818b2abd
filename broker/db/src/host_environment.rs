//! Environments of hosts (dev, prod...): a constant list.

use sqlx::PgConnection;

use crate::{DbError, Result};

/// The environment of personalities from before there were environments; new ones cannot have it.
pub const LEGACY: &str = "legacy";

/// An environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostEnvironment {
    /// Key that other rows refer to.
    pub id: i64,
    /// Unique, lower case.
    pub name: String,
}

/// All environments by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<HostEnvironment>> {
    Ok(sqlx::query_as!(
        HostEnvironment,
        "select id, name from host_environment order by name"
    )
    .fetch_all(conn)
    .await?)
}

/// The environment of this name.
///
/// # Errors
/// [`DbError::Rule`], which lists the environments.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<HostEnvironment> {
    let wanted = name.trim().to_lowercase();
    let all = list(conn).await?;
    let names = all.iter().map(|e| e.name.as_str()).collect::<Vec<_>>().join(", ");
    all.into_iter().find(|e| e.name == wanted).ok_or_else(|| {
        DbError::rule(format!(
            "Unknown host environment '{name}'. The valid values are: {names}."
        ))
    })
}
