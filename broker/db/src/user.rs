//! Users: people and accounts as the machines know them. The author of a sandbox is one, under the name of the principal.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "User";
/// The type of a user when nothing is said.
pub const DEFAULT_TYPE: &str = "human";

/// A row of `userinfo` with the name of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Key that other rows refer to.
    pub id: i64,
    /// Account name; case matters.
    pub name: String,
    /// Numeric user id.
    pub uid: i64,
    /// Numeric id of the primary group.
    pub gid: i64,
    /// Name for people.
    pub full_name: String,
    /// Home directory.
    pub home_dir: String,
    /// Type: `human` or what the site has made of it.
    pub user_type: String,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// A user to make.
#[derive(Debug, Clone, Copy)]
pub struct NewUser<'a> {
    /// Account name.
    pub name: &'a str,
    /// Numeric user id; `None` for the next one after the highest.
    pub uid: Option<i64>,
    /// Numeric id of the primary group.
    pub gid: i64,
    /// Name for people.
    pub full_name: &'a str,
    /// Home directory.
    pub home_dir: &'a str,
    /// Type, by id.
    pub type_id: i64,
}

/// The user of this name, if there is one.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<User>> {
    Ok(sqlx::query_as!(
        User,
        "select u.id, u.name, u.uid, u.gid, u.full_name, u.home_dir, t.name as user_type, u.creation_date
         from userinfo u join user_type t on t.id = u.type_id where u.name = btrim($1)",
        name
    )
    .fetch_optional(conn)
    .await?)
}

/// The user of this name.
///
/// # Errors
/// [`crate::DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<User> {
    if let Some(user) = find(conn, name).await? {
        return Ok(user);
    }
    let names = sqlx::query_scalar!("select name from userinfo order by name <-> $1 limit 16", name)
        .fetch_all(conn)
        .await?;
    Err(suggest::not_found(KIND, name, &names))
}

/// The same, and nobody else changes the row until the transaction ends.
///
/// # Errors
/// [`crate::DbError::NotFound`] with the nearest name.
pub async fn require_locked(conn: &mut PgConnection, name: &str) -> Result<User> {
    let user = require(conn, name).await?;
    sqlx::query!("select id from userinfo where id = $1 for update", user.id)
        .fetch_optional(&mut *conn)
        .await?;
    require(conn, name).await
}

/// All users by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<User>> {
    Ok(sqlx::query_as!(
        User,
        "select u.id, u.name, u.uid, u.gid, u.full_name, u.home_dir, t.name as user_type, u.creation_date
         from userinfo u join user_type t on t.id = u.type_id order by u.name"
    )
    .fetch_all(conn)
    .await?)
}

/// Makes a user and gives its id.
///
/// # Errors
/// [`crate::DbError::Refused`] by `userinfo_name_uk`, `userinfo_uid_uk`, `userinfo_name_ck`, `userinfo_uid_ck` or
/// `userinfo_gid_ck`.
pub async fn insert(conn: &mut PgConnection, new: &NewUser<'_>) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "insert into userinfo (name, uid, gid, full_name, home_dir, type_id)
         select $1, coalesce($2, (select coalesce(max(uid), 999) + 1 from userinfo)), $3, $4, $5, $6 returning id",
        new.name.trim(),
        new.uid,
        new.gid,
        new.full_name,
        new.home_dir,
        new.type_id
    )
    .fetch_one(conn)
    .await?)
}

/// Stores the changed fields of a user; the name stays.
///
/// # Errors
/// [`crate::DbError::Refused`] by `userinfo_uid_uk`, `userinfo_uid_ck` or `userinfo_gid_ck`.
pub async fn update(conn: &mut PgConnection, user: &User) -> Result<()> {
    sqlx::query!(
        "update userinfo set uid = $2, gid = $3, full_name = $4, home_dir = $5,
             type_id = (select id from user_type where name = $6) where id = $1",
        user.id,
        user.uid,
        user.gid,
        user.full_name,
        user.home_dir,
        user.user_type
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a user; hosts in sandboxes of theirs have no author from then on. Tells how many hosts these are.
///
/// # Errors
/// Only those of the connection.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<Vec<i64>> {
    let orphaned = sqlx::query_scalar!(
        "select hardware_entity_id from host where sandbox_author_id = $1 order by 1",
        id
    )
    .fetch_all(&mut *conn)
    .await?;
    sqlx::query!("delete from userinfo where id = $1", id)
        .execute(conn)
        .await?;
    Ok(orphaned)
}

/// Id of a type of users.
///
/// # Errors
/// [`crate::DbError::NotFound`] with the nearest name.
pub async fn require_type(conn: &mut PgConnection, name: &str) -> Result<(i64, String)> {
    let found = sqlx::query!(
        "select id, name from user_type where name = lower(btrim($1))",
        name
    )
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(row) = found {
        return Ok((row.id, row.name));
    }
    let names = sqlx::query_scalar!("select name from user_type order by name <-> $1 limit 16", name)
        .fetch_all(conn)
        .await?;
    Err(suggest::not_found("User type", name, &names))
}
