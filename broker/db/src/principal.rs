//! Kerberos principals: who gives commands.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, realm, role, suggest};

/// What people call it in messages.
pub const KIND: &str = "Principal";

/// A row of `user_principal` with the names of its realm and role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Key that other rows refer to.
    pub id: i64,
    /// The part before the `@`; case matters.
    pub name: String,
    /// The part after it.
    pub realm: String,
    /// Whether the realm's principals may own sandboxes.
    pub trusted: bool,
    /// Name of the role.
    pub role: String,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

impl Principal {
    /// `name@REALM`.
    #[must_use]
    pub fn qualified(&self) -> String {
        format!("{}@{}", self.name, self.realm)
    }
}

/// What to look for; everything that is given must match.
#[derive(Debug, Clone, Default)]
pub struct Filter<'a> {
    /// The part before the `@`.
    pub name: Option<&'a str>,
    /// The realm.
    pub realm: Option<&'a str>,
    /// The role.
    pub role: Option<&'a str>,
}

/// The principal, if it was ever seen.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str, realm: &str) -> Result<Option<Principal>> {
    let filter = Filter {
        name: Some(name),
        realm: Some(realm),
        role: None,
    };
    Ok(search(conn, &filter).await?.into_iter().next())
}

/// The principal.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name of its realm.
pub async fn require(conn: &mut PgConnection, name: &str, realm: &str) -> Result<Principal> {
    if let Some(principal) = find(conn, name, realm).await? {
        return Ok(principal);
    }
    let names = sqlx::query_scalar!(
        r#"select p.name || '@' || r.name as "name!" from user_principal p join realm r on r.id = p.realm_id
           where r.name = $2 order by p.name <-> $1 limit 16"#,
        name,
        realm
    )
    .fetch_all(conn)
    .await?;
    let qualified = format!("{name}@{realm}");
    let nearest = suggest::nearest(&qualified, names.iter().map(String::as_str)).map(str::to_owned);
    Err(DbError::NotFound {
        kind: KIND,
        name: qualified,
        nearest,
    })
}

/// The principal, recorded with the role `nobody` (and its realm as untrusted) when it is seen for the first time.
///
/// # Errors
/// [`DbError::Refused`] by `user_principal_name_ck` or `realm_name_ck`.
pub async fn ensure(conn: &mut PgConnection, name: &str, realm_name: &str) -> Result<Principal> {
    if let Some(principal) = find(conn, name, realm_name).await? {
        return Ok(principal);
    }
    let realm = realm::ensure(conn, realm_name).await?;
    let nobody = role::require(conn, role::NOBODY).await?;
    insert_missing(conn, name, realm.id, nobody.id, None).await?;
    require(conn, name, realm_name).await
}

/// Records a principal unless another request has just done so. Tells whether it was recorded.
///
/// # Errors
/// [`DbError::Refused`] by `user_principal_name_ck`.
pub async fn insert_missing(
    conn: &mut PgConnection,
    name: &str,
    realm_id: i64,
    role_id: i64,
    comments: Option<&str>,
) -> Result<bool> {
    let made = sqlx::query!(
        "insert into user_principal (name, realm_id, role_id, comments) values ($1, $2, $3, $4)
         on conflict (realm_id, name) do nothing",
        name,
        realm_id,
        role_id,
        comments
    )
    .execute(conn)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Gives a principal another role; comments change when given.
///
/// # Errors
/// Only those of the connection.
pub async fn set_role(conn: &mut PgConnection, id: i64, role_id: i64, comments: Option<&str>) -> Result<()> {
    sqlx::query!(
        "update user_principal set role_id = $2, comments = coalesce($3, comments) where id = $1",
        id,
        role_id,
        comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The principals that match, by realm and name.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<Principal>> {
    Ok(sqlx::query_as!(
        Principal,
        "select p.id, p.name, r.name as realm, r.trusted, o.name as role, p.comments, p.creation_date
         from user_principal p join realm r on r.id = p.realm_id join role o on o.id = p.role_id
         where ($1::text is null or p.name = $1) and ($2::text is null or r.name = $2)
           and ($3::text is null or o.name = $3)
         order by r.name, p.name",
        filter.name,
        filter.realm,
        filter.role
    )
    .fetch_all(conn)
    .await?)
}
