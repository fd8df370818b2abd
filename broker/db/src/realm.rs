//! Kerberos realms. Their names keep their case.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "Realm";

/// A row of `realm`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Realm {
    /// Key that other rows refer to.
    pub id: i64,
    /// Unique.
    pub name: String,
    /// Its principals may own sandboxes.
    pub trusted: bool,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// The realm of this name, if there is one.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<Realm>> {
    Ok(sqlx::query_as!(
        Realm,
        "select id, name, trusted, comments, creation_date from realm where name = $1",
        name
    )
    .fetch_optional(conn)
    .await?)
}

/// The realm of this name.
///
/// # Errors
/// [`crate::DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<Realm> {
    if let Some(realm) = find(conn, name).await? {
        return Ok(realm);
    }
    let names = sqlx::query_scalar!("select name from realm order by name <-> $1 limit 16", name)
        .fetch_all(conn)
        .await?;
    Err(suggest::not_found(KIND, name, &names))
}

/// All realms by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Realm>> {
    Ok(sqlx::query_as!(
        Realm,
        "select id, name, trusted, comments, creation_date from realm order by name"
    )
    .fetch_all(conn)
    .await?)
}

/// The realm of this name, made untrusted when it is seen for the first time.
///
/// # Errors
/// [`crate::DbError::Refused`] by `realm_name_ck`.
pub async fn ensure(conn: &mut PgConnection, name: &str) -> Result<Realm> {
    if let Some(realm) = find(conn, name).await? {
        return Ok(realm);
    }
    insert_missing(conn, name, false, None).await?;
    require(conn, name).await
}

/// Makes a realm unless another request has just made it. Tells whether it was made.
///
/// # Errors
/// [`crate::DbError::Refused`] by `realm_name_ck`.
pub async fn insert_missing(
    conn: &mut PgConnection,
    name: &str,
    trusted: bool,
    comments: Option<&str>,
) -> Result<bool> {
    let made = sqlx::query!(
        "insert into realm (name, trusted, comments) values ($1, $2, $3) on conflict (name) do nothing",
        name,
        trusted,
        comments
    )
    .execute(conn)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Stores the changed fields of a realm.
///
/// # Errors
/// [`crate::DbError::Refused`] by `realm_name_uk` or `realm_name_ck`.
pub async fn update(conn: &mut PgConnection, realm: &Realm) -> Result<()> {
    sqlx::query!(
        "update realm set name = $2, trusted = $3, comments = $4 where id = $1",
        realm.id,
        realm.name,
        realm.trusted,
        realm.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}
