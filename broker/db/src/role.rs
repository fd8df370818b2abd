//! Roles: what a principal may do is decided by its role.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "Role";
/// The role of those nobody has given one: it never changes anything.
pub const NOBODY: &str = "nobody";
/// The role that may do everything.
pub const ADMIN: &str = "aqd_admin";

/// A row of `role`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Key that other rows refer to.
    pub id: i64,
    /// Unique, lower case.
    pub name: String,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// The role of this name, if there is one. Names are compared in lower case.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<Role>> {
    Ok(sqlx::query_as!(
        Role,
        "select id, name, comments, creation_date from role where name = lower(btrim($1))",
        name
    )
    .fetch_optional(conn)
    .await?)
}

/// The role of this name.
///
/// # Errors
/// [`crate::DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<Role> {
    if let Some(role) = find(conn, name).await? {
        return Ok(role);
    }
    let names = sqlx::query_scalar!("select name from role order by name <-> $1 limit 16", name)
        .fetch_all(conn)
        .await?;
    Err(suggest::not_found(KIND, name, &names))
}

/// All roles by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Role>> {
    Ok(sqlx::query_as!(
        Role,
        "select id, name, comments, creation_date from role order by name"
    )
    .fetch_all(conn)
    .await?)
}

/// Makes a role.
///
/// # Errors
/// [`crate::DbError::Refused`] by `role_name_uk` or `role_name_ck`.
pub async fn insert(conn: &mut PgConnection, name: &str, comments: Option<&str>) -> Result<Role> {
    Ok(sqlx::query_as!(
        Role,
        "insert into role (name, comments) values (lower(btrim($1)), $2) returning id, name, comments, creation_date",
        name,
        comments
    )
    .fetch_one(conn)
    .await?)
}
