//! Vendors of hardware.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "Vendor";

/// A row of `vendor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendor {
    /// Key that other rows refer to.
    pub id: i64,
    /// Unique, lower case; a directory of the template path.
    pub name: String,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// The vendor with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<Vendor> {
    sqlx::query_as!(
        Vendor,
        "select id, name, comments, creation_date from vendor where id = $1",
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found(KIND, id.to_string()))
}

/// The vendor of this name, if there is one. Names are compared in lower case.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<Vendor>> {
    Ok(sqlx::query_as!(
        Vendor,
        "select id, name, comments, creation_date from vendor where name = lower(btrim($1))",
        name
    )
    .fetch_optional(conn)
    .await?)
}

/// The vendor of this name.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<Vendor> {
    if let Some(vendor) = find(conn, name).await? {
        return Ok(vendor);
    }
    let names = sqlx::query_scalar!("select name from vendor order by name <-> $1 limit 16", name)
        .fetch_all(conn)
        .await?;
    Err(suggest::not_found(KIND, name, &names))
}

/// All vendors by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Vendor>> {
    Ok(sqlx::query_as!(
        Vendor,
        "select id, name, comments, creation_date from vendor order by name"
    )
    .fetch_all(conn)
    .await?)
}

/// Makes a vendor.
///
/// # Errors
/// [`DbError::Refused`] by `vendor_name_uk` or `vendor_name_ck`.
pub async fn insert(conn: &mut PgConnection, name: &str, comments: Option<&str>) -> Result<Vendor> {
    Ok(sqlx::query_as!(
        Vendor,
        "insert into vendor (name, comments) values (lower(btrim($1)), $2) returning id, name, comments, creation_date",
        name,
        comments
    )
    .fetch_one(conn)
    .await?)
}

/// Stores the changed fields of a vendor.
///
/// # Errors
/// [`DbError::Refused`] by `vendor_name_uk` or `vendor_name_ck`.
pub async fn update(conn: &mut PgConnection, vendor: &Vendor) -> Result<()> {
    sqlx::query!(
        "update vendor set name = $2, comments = $3 where id = $1",
        vendor.id,
        vendor.name,
        vendor.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a vendor.
///
/// # Errors
/// [`DbError::Refused`] by `model_vendor_fk` while it has models.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from vendor where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}
