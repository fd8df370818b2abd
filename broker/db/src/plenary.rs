//! Generated templates as rows.

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::Result;

/// The kind of Pan template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum PlenaryKind {
    /// Is compiled to a profile.
    Object,
    /// Holds data for `create()`.
    Structure,
    /// Is included once.
    Unique,
    /// Holds types and functions.
    Declaration,
    /// Is included any number of times.
    Ordinary,
}

/// A generated template to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlenary<'a> {
    /// The branch that it belongs to (object templates), or all branches.
    pub branch_id: Option<i64>,
    /// Template name: a path without extension.
    pub name: &'a str,
    /// Its kind.
    pub kind: PlenaryKind,
    /// What it was made from: `machine`, `host` ...
    pub object_kind: &'a str,
    /// Which one of them.
    pub object_id: i64,
    /// The text.
    pub content: &'a str,
}

/// A stored generated template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plenary {
    /// Key.
    pub id: i64,
    /// The branch that it belongs to, or all branches.
    pub branch_id: Option<i64>,
    /// Template name.
    pub name: String,
    /// Its kind.
    pub kind: PlenaryKind,
    /// What it was made from.
    pub object_kind: String,
    /// Which one of them.
    pub object_id: i64,
    /// The text.
    pub content: String,
    /// SHA-256 of the text.
    pub content_hash: Vec<u8>,
    /// When the text last changed.
    pub changed: OffsetDateTime,
}

/// What a stored template did to what was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The branch that it belongs to, or all branches.
    pub branch_id: Option<i64>,
    /// Template name.
    pub name: String,
    /// The text before, if there was one.
    pub old: Option<String>,
    /// The text after, if there still is one.
    pub new: Option<String>,
}

/// The templates of these names that a branch sees: its own and those of all branches. By name.
///
/// # Errors
/// Only those of the connection.
pub async fn get_many(
    conn: &mut PgConnection,
    branch_id: Option<i64>,
    names: &[String],
) -> Result<Vec<Plenary>> {
    Ok(sqlx::query_as!(
        Plenary,
        r#"select id, branch_id, name, kind as "kind: PlenaryKind", object_kind, object_id, content, content_hash, changed
           from plenary where name = any($1) and (branch_id is null or branch_id = $2) order by name"#,
        names,
        branch_id
    )
    .fetch_all(conn)
    .await?)
}

/// The template of this name that a branch sees.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, branch_id: Option<i64>, name: &str) -> Result<Option<Plenary>> {
    Ok(sqlx::query_as!(
        Plenary,
        r#"select id, branch_id, name, kind as "kind: PlenaryKind", object_kind, object_id, content, content_hash, changed
           from plenary where name = $1 and (branch_id is null or branch_id = $2)
           order by branch_id nulls last limit 1"#,
        name,
        branch_id
    )
    .fetch_optional(conn)
    .await?)
}

/// The templates that were made from an object, by branch and name.
///
/// # Errors
/// Only those of the connection.
pub async fn of_object(conn: &mut PgConnection, object_kind: &str, object_id: i64) -> Result<Vec<Plenary>> {
    Ok(sqlx::query_as!(
        Plenary,
        r#"select id, branch_id, name, kind as "kind: PlenaryKind", object_kind, object_id, content, content_hash, changed
           from plenary where object_kind = $1 and object_id = $2 order by branch_id nulls first, name"#,
        object_kind,
        object_id
    )
    .fetch_all(conn)
    .await?)
}

/// Names and texts of the templates that were made from these hosts and their machines, as far as a branch sees them.
///
/// # Errors
/// Only those of the connection.
pub async fn of_hosts(
    conn: &mut PgConnection,
    branch_id: i64,
    hosts: &[i64],
) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query!(
        "select name, content from plenary
         where object_kind in ('host', 'machine') and object_id = any($1) and (branch_id is null or branch_id = $2)",
        hosts,
        branch_id
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| (row.name, row.content))
    .collect())
}

/// All templates, a page at a time: those with a key greater than `after`, by key.
///
/// # Errors
/// Only those of the connection.
pub async fn page(conn: &mut PgConnection, after: i64, limit: i64) -> Result<Vec<Plenary>> {
    Ok(sqlx::query_as!(
        Plenary,
        r#"select id, branch_id, name, kind as "kind: PlenaryKind", object_kind, object_id, content, content_hash, changed
           from plenary where id > $1 order by id limit $2"#,
        after,
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// Stores templates and tells which texts changed; the others are left untouched. Locks in one order whatever the order
/// of the templates, so that two commands that write the same ones wait and do not deadlock. Names must differ.
///
/// # Errors
/// [`crate::DbError::Refused`] by `plenary_name_ck`.
pub async fn upsert(conn: &mut PgConnection, plenaries: &[NewPlenary<'_>]) -> Result<Vec<Difference>> {
    if plenaries.is_empty() {
        return Ok(Vec::new());
    }
    let mut ordered: Vec<&NewPlenary<'_>> = plenaries.iter().collect();
    ordered.sort_unstable_by_key(|plenary| (plenary.branch_id, plenary.name));
    let branches: Vec<Option<i64>> = ordered.iter().map(|p| p.branch_id).collect();
    let names: Vec<String> = ordered.iter().map(|p| p.name.to_owned()).collect();
    let kinds: Vec<PlenaryKind> = ordered.iter().map(|p| p.kind).collect();
    let object_kinds: Vec<String> = ordered.iter().map(|p| p.object_kind.to_owned()).collect();
    let object_ids: Vec<i64> = ordered.iter().map(|p| p.object_id).collect();
    let contents: Vec<String> = ordered.iter().map(|p| p.content.to_owned()).collect();
    let hashes: Vec<Vec<u8>> = ordered
        .iter()
        .map(|p| Sha256::digest(p.content.as_bytes()).to_vec())
        .collect();
    // Both parts of the statement see the state before it, so the first gives the texts that the second replaces.
    Ok(sqlx::query_as!(
        Difference,
        r#"with given as (
               select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bytea[])
                   as g (branch_id, name, kind, object_kind, object_id, content, content_hash)
           ), before as (
               select p.branch_id, p.name, p.content from plenary p
               join given g on p.name = g.name and p.branch_id is not distinct from g.branch_id
           ), stored as (
               insert into plenary (branch_id, name, kind, object_kind, object_id, content, content_hash)
               select branch_id, name, kind, object_kind, object_id, content, content_hash from given
               order by branch_id nulls first, name
               on conflict on constraint plenary_name_uk do update
                   set kind = excluded.kind, object_kind = excluded.object_kind, object_id = excluded.object_id,
                       content = excluded.content, content_hash = excluded.content_hash,
                       changed = case when plenary.content_hash = excluded.content_hash then plenary.changed else now() end,
                       changed_xid = case when plenary.content_hash = excluded.content_hash then plenary.changed_xid
                                          else pg_current_xact_id() end
                   where (plenary.content_hash, plenary.kind, plenary.object_kind, plenary.object_id)
                      is distinct from (excluded.content_hash, excluded.kind, excluded.object_kind, excluded.object_id)
               returning branch_id, name, content
           )
           select s.branch_id, s.name as "name!", b.content as "old?", s.content as new
           from stored s left join before b on b.name = s.name and b.branch_id is not distinct from s.branch_id
           where b.content is distinct from s.content
           order by s.branch_id nulls first, s.name"#,
        &branches as &[Option<i64>],
        &names,
        &kinds as &[PlenaryKind],
        &object_kinds,
        &object_ids,
        &contents,
        &hashes
    )
    .fetch_all(conn)
    .await?)
}

/// Removes templates of a branch (or of all branches) by name and gives those that were there.
///
/// # Errors
/// Only those of the connection.
pub async fn delete(
    conn: &mut PgConnection,
    branch_id: Option<i64>,
    names: &[String],
) -> Result<Vec<Difference>> {
    Ok(sqlx::query_as!(
        Difference,
        r#"with gone as (
               delete from plenary where branch_id is not distinct from $1 and name = any($2)
               returning branch_id, name, content)
           select branch_id, name, content as "old?", null::text as new from gone order by name"#,
        branch_id,
        names
    )
    .fetch_all(conn)
    .await?)
}

/// Removes the templates that were made from an object and gives them.
///
/// # Errors
/// Only those of the connection.
pub async fn delete_of_object(
    conn: &mut PgConnection,
    object_kind: &str,
    object_id: i64,
) -> Result<Vec<Difference>> {
    Ok(sqlx::query_as!(
        Difference,
        r#"with gone as (
               delete from plenary where object_kind = $1 and object_id = $2 returning branch_id, name, content)
           select branch_id, name, content as "old?", null::text as new from gone order by branch_id nulls first, name"#,
        object_kind,
        object_id
    )
    .fetch_all(conn)
    .await?)
}
