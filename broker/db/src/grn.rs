//! Owners: a GRN and its number (EON ID), both given by the ownership system. GRNs keep their case.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "GRN";
/// What people call its number.
pub const ID_KIND: &str = "EON ID";

/// A row of `grn`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grn {
    /// Key that other rows refer to.
    pub eon_id: i64,
    /// Unique.
    pub grn: String,
    /// Nothing can be given to it any more.
    pub disabled: bool,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// How a command names an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key<'a> {
    /// By its GRN.
    Name(&'a str),
    /// By its number.
    EonId(i64),
}

impl<'a> Key<'a> {
    /// What the options `--grn` and `--eon_id` say; the catalogue lets only one of them be given.
    pub fn given(grn: Option<&'a str>, eon_id: Option<i64>) -> Option<Self> {
        grn.map(Self::Name).or(eon_id.map(Self::EonId))
    }
}

/// The owner, if there is one.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, key: Key<'_>) -> Result<Option<Grn>> {
    let (name, eon_id) = match key {
        Key::Name(name) => (Some(name), None),
        Key::EonId(id) => (None, Some(id)),
    };
    Ok(sqlx::query_as!(
        Grn,
        "select eon_id, grn, disabled, creation_date from grn where grn = btrim($1) or eon_id = $2",
        name,
        eon_id
    )
    .fetch_optional(conn)
    .await?)
}

/// The owner.
///
/// # Errors
/// [`DbError::NotFound`], for a name with the nearest one.
pub async fn require(conn: &mut PgConnection, key: Key<'_>) -> Result<Grn> {
    if let Some(grn) = find(conn, key).await? {
        return Ok(grn);
    }
    let name = match key {
        Key::EonId(id) => return Err(DbError::not_found(ID_KIND, id.to_string())),
        Key::Name(name) => name,
    };
    let names = sqlx::query_scalar!("select grn from grn order by grn <-> $1 limit 16", name)
        .fetch_all(conn)
        .await?;
    Err(suggest::not_found(KIND, name, &names))
}

/// The owner, to give something to it.
///
/// # Errors
/// [`DbError::NotFound`]; [`DbError::Rule`] when it is disabled.
pub async fn require_usable(conn: &mut PgConnection, key: Key<'_>) -> Result<Grn> {
    let grn = require(conn, key).await?;
    if grn.disabled {
        return Err(DbError::rule(format!(
            "GRN {} is not usable for new systems.",
            grn.grn
        )));
    }
    Ok(grn)
}

/// All owners by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Grn>> {
    Ok(sqlx::query_as!(
        Grn,
        "select eon_id, grn, disabled, creation_date from grn order by grn"
    )
    .fetch_all(conn)
    .await?)
}

/// Makes an owner.
///
/// # Errors
/// [`DbError::Refused`] by `grn_pk`, `grn_name_uk`, `grn_name_ck` or `grn_eon_id_ck`.
pub async fn insert(conn: &mut PgConnection, name: &str, eon_id: i64, disabled: bool) -> Result<()> {
    sqlx::query!(
        "insert into grn (eon_id, grn, disabled) values ($1, btrim($2), $3)",
        eon_id,
        name,
        disabled
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores the changed fields of an owner; its number stays.
///
/// # Errors
/// [`DbError::Refused`] by `grn_name_uk` or `grn_name_ck`.
pub async fn update(conn: &mut PgConnection, grn: &Grn) -> Result<()> {
    sqlx::query!(
        "update grn set grn = btrim($2), disabled = $3 where eon_id = $1",
        grn.eon_id,
        grn.grn,
        grn.disabled
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes an owner.
///
/// # Errors
/// [`DbError::Refused`] by the constraint of whatever it still owns.
pub async fn delete(conn: &mut PgConnection, eon_id: i64) -> Result<()> {
    sqlx::query!("delete from grn where eon_id = $1", eon_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// What owners own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Hosts have it as owner or are mapped to it.
    pub hosts: bool,
    /// Personalities have it as owner or are mapped to it.
    pub personalities: bool,
}

/// What an owner owns.
///
/// # Errors
/// Only those of the connection.
pub async fn usage(conn: &mut PgConnection, eon_id: i64) -> Result<Usage> {
    Ok(sqlx::query_as!(
        Usage,
        r#"select exists (select from host where owner_eon_id = $1)
                  or exists (select from host_grn_map where eon_id = $1) as "hosts!",
                  exists (select from personality where owner_eon_id = $1)
                  or exists (select from personality_grn_map where eon_id = $1) as "personalities!""#,
        eon_id
    )
    .fetch_one(conn)
    .await?)
}
