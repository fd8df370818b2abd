//! What profiles read, so that the broker knows which of them a change touches.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use crate::{Result, locks, plans};

/// What sort of thing was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type, Serialize, Deserialize)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DependencyKind {
    /// A template that was found.
    Template,
    /// A template that was looked for in vain; it would be read if it appeared.
    TemplateMissed,
    /// A file whose contents were read.
    File,
    /// A file that was looked for in vain.
    FileMissed,
    /// The profile of another object.
    Object,
}

impl DependencyKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::TemplateMissed => "template_missed",
            Self::File => "file",
            Self::FileMissed => "file_missed",
            Self::Object => "object",
        }
    }
}

/// One thing that was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Dependency {
    /// What sort of thing.
    pub kind: DependencyKind,
    /// Its name as a template, path or object.
    pub name: String,
}

/// What one profile read.
///
/// `shared` is what other objects are likely to read as well (the templates of the branch), `own` what hardly any other
/// does (its generated templates): sets are stored once by content, so the split decides how much is stored, not what is
/// found.
#[derive(Debug, Clone, Copy)]
pub struct Reads<'a> {
    /// Name of the object.
    pub object: &'a str,
    /// What others are likely to read as well.
    pub shared: &'a [Dependency],
    /// What hardly any other object reads.
    pub own: &'a [Dependency],
}

/// Records what served profiles read, in place of what was recorded before. A command calls it once for all its
/// profiles: sets are made in the order of their hashes, so that two commands wait for one another and do not deadlock.
///
/// # Errors
/// [`crate::DbError::Refused`] by `profile_dependency_object_fk` when an object has no profile.
pub async fn set_dependencies(conn: &mut PgConnection, profiles: &[Reads<'_>]) -> Result<()> {
    locks::acquire_shared(conn, &locks::Lock::ProfileContent).await?;
    let mut sets: BTreeMap<Vec<u8>, Vec<&Dependency>> = BTreeMap::new();
    let mut objects = Vec::new();
    let mut hashes = Vec::new();
    for reads in profiles {
        for part in [reads.shared, reads.own] {
            if !part.is_empty() {
                let (hash, ordered) = digest(part);
                objects.push(reads.object.to_owned());
                hashes.push(hash.clone());
                sets.entry(hash).or_insert(ordered);
            }
        }
    }
    let all: Vec<Vec<u8>> = sets.keys().cloned().collect();
    let known = sqlx::query_scalar!("select hash from dependency_set where hash = any($1)", &all)
        .fetch_all(&mut *conn)
        .await?;
    for hash in known {
        sets.remove(&hash);
    }
    insert(conn, &sets).await?;
    let every: Vec<String> = profiles.iter().map(|reads| reads.object.to_owned()).collect();
    sqlx::query!(
        "delete from profile_dependency p where object = any($1) and not exists (
             select from unnest($2::text[], $3::bytea[]) g (object, hash) join dependency_set s on s.hash = g.hash
             where g.object = p.object and s.id = p.set_id)",
        &every,
        &objects,
        &hashes
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into profile_dependency (object, set_id)
         select g.object, s.id from unnest($1::text[], $2::bytea[]) g (object, hash) join dependency_set s on s.hash = g.hash
         order by g.object, s.id on conflict do nothing",
        &objects,
        &hashes
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the served profile of an object read, by kind and name.
///
/// # Errors
/// Only those of the connection.
pub async fn dependencies(conn: &mut PgConnection, object: &str) -> Result<Vec<Dependency>> {
    Ok(sqlx::query_as!(
        Dependency,
        r#"select distinct d.kind as "kind: DependencyKind", d.name
           from profile_dependency p join dependency d on d.set_id = p.set_id where p.object = $1
           order by d.kind, d.name"#,
        object
    )
    .fetch_all(conn)
    .await?)
}

/// The objects whose served profiles read any of these things, by name; of one branch when that is given.
///
/// # Errors
/// Only those of the connection.
pub async fn dependents(
    conn: &mut PgConnection,
    changed: &[Dependency],
    branch_id: Option<i64>,
) -> Result<Vec<String>> {
    let kinds: Vec<DependencyKind> = changed.iter().map(|d| d.kind).collect();
    let names: Vec<String> = changed.iter().map(|d| d.name.clone()).collect();
    Ok(sqlx::query_scalar!(
        "select distinct p.object
         from unnest($1::text[], $2::text[]) as given (kind, name)
         join dependency d on d.name = given.name and d.kind = given.kind
         join profile_dependency p on p.set_id = d.set_id
         join profile_current c on c.object = p.object
         join profile f on f.id = c.profile_id
         where $3::bigint is null or f.branch_id = $3
         order by p.object",
        &kinds as &[DependencyKind],
        &names,
        branch_id
    )
    .fetch_all(conn)
    .await?)
}

/// Content hash of a set, and its members in order.
fn digest(part: &[Dependency]) -> (Vec<u8>, Vec<&Dependency>) {
    let mut ordered: Vec<&Dependency> = part.iter().collect();
    ordered.sort_unstable();
    ordered.dedup();
    let mut hash = Sha256::new();
    for dependency in &ordered {
        hash.update(dependency.kind.name());
        hash.update([0]);
        hash.update(&dependency.name);
        hash.update([0]);
    }
    (hash.finalize().to_vec(), ordered)
}

/// Members that are sent with one statement.
const MEMBERS_AT_ONCE: usize = 20_000;

/// Stores sets by hash, unless another transaction has just committed the same ones.
async fn insert(conn: &mut PgConnection, sets: &BTreeMap<Vec<u8>, Vec<&Dependency>>) -> Result<()> {
    if sets.is_empty() {
        return Ok(());
    }
    let hashes: Vec<Vec<u8>> = sets.keys().cloned().collect();
    let made = sqlx::query!(
        "insert into dependency_set (hash) select hash from unnest($1::bytea[]) g (hash) order by hash
         on conflict (hash) do nothing returning id, hash",
        &hashes
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut members: Vec<(i64, &Dependency)> = Vec::new();
    for row in &made {
        if let Some(set) = sets.get(&row.hash) {
            members.extend(set.iter().map(|dependency| (row.id, *dependency)));
        }
    }
    plans::forget(conn, members.len()).await?;
    for part in members.chunks(MEMBERS_AT_ONCE) {
        let ids: Vec<i64> = part.iter().map(|(id, _)| *id).collect();
        let kinds: Vec<DependencyKind> = part.iter().map(|(_, d)| d.kind).collect();
        let names: Vec<String> = part.iter().map(|(_, d)| d.name.clone()).collect();
        sqlx::query!(
            "insert into dependency (set_id, kind, name)
             select set_id, kind, name from unnest($1::bigint[], $2::text[], $3::text[]) g (set_id, kind, name)",
            &ids,
            &kinds as &[DependencyKind],
            &names
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
