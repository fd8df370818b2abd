//! Objects whose profiles read something that has changed since.
//!
//! Whoever changes a generated template or a profile marks the objects that read it ([`mark_readers_of_plenaries`],
//! [`mark_readers_of_objects`]). A compile takes away the marks that it saw before it read anything ([`marks`],
//! [`unmark`]). Two transactions that do not see each other, one that changes a template and one that begins to read it,
//! are found afterwards ([`recheck`]).

use sqlx::PgConnection;

use crate::Result;
use crate::compile_target::Selection;

/// Marks the objects that read any of these templates, or looked for one in vain. Gives how many.
///
/// # Errors
/// Only those of the connection.
pub async fn mark_readers_of_plenaries(conn: &mut PgConnection, names: &[String]) -> Result<u64> {
    let marked = sqlx::query!(
        "insert into stale_object (object)
         select distinct p.object from dependency d join profile_dependency p on p.set_id = d.set_id
         where d.name = any($1) and d.kind in ('template', 'template_missed')",
        names
    )
    .execute(conn)
    .await?;
    Ok(marked.rows_affected())
}

/// Marks the objects that looked into the profiles of any of these objects, but for those that were compiled together with
/// them.
///
/// # Errors
/// Only those of the connection.
pub async fn mark_readers_of_objects(
    conn: &mut PgConnection,
    objects: &[String],
    together: &[String],
) -> Result<u64> {
    let marked = sqlx::query!(
        "insert into stale_object (object)
         select distinct p.object from dependency d join profile_dependency p on p.set_id = d.set_id
         where d.name = any($1) and d.kind = 'object' and p.object <> all($2)",
        objects,
        together
    )
    .execute(conn)
    .await?;
    Ok(marked.rows_affected())
}

/// The marks of these objects, by key: what a compile that reads everything from now on may take away.
///
/// # Errors
/// Only those of the connection.
pub async fn marks(conn: &mut PgConnection, objects: &[String]) -> Result<Vec<i64>> {
    Ok(
        sqlx::query_scalar!("select id from stale_object where object = any($1)", objects)
            .fetch_all(conn)
            .await?,
    )
}

/// Takes marks away.
///
/// # Errors
/// Only those of the connection.
pub async fn unmark(conn: &mut PgConnection, marks: &[i64]) -> Result<()> {
    sqlx::query!("delete from stale_object where id = any($1)", marks)
        .execute(conn)
        .await?;
    Ok(())
}

/// Marks objects with these names.
///
/// # Errors
/// Only those of the connection.
pub async fn mark(conn: &mut PgConnection, objects: &[String]) -> Result<()> {
    sqlx::query!(
        "insert into stale_object (object) select unnest($1::text[])",
        objects
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A transaction: its number, and which others it could see when it began to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// `pg_current_xact_id()` as text.
    pub xid: String,
    /// `pg_current_snapshot()` as text.
    pub snapshot: String,
}

/// The transaction that runs.
///
/// # Errors
/// Only those of the connection.
pub async fn transaction(conn: &mut PgConnection) -> Result<Transaction> {
    Ok(sqlx::query_as!(
        Transaction,
        r#"select pg_current_xact_id()::text as "xid!", pg_current_snapshot()::text as "snapshot!""#
    )
    .fetch_one(conn)
    .await?)
}

/// After the commit: marks what this transaction compiled from templates or profiles that others changed meanwhile, and
/// what others compiled meanwhile from those that this one changed. Gives how many objects were marked.
///
/// # Errors
/// Only those of the connection.
pub async fn recheck(conn: &mut PgConnection, of: &Transaction) -> Result<u64> {
    if !met_others(conn, of).await? {
        return Ok(0);
    }
    let marked = sqlx::query!(
        r#"with mine as (select $1::text::xid8 as xid, $2::text::pg_snapshot as snapshot),
           -- What others changed that this one may not have seen, and what it changed itself.
           changed as (
               select p.name, p.changed_xid as xid from plenary p, mine m
               where p.changed_xid >= pg_snapshot_xmin(m.snapshot)
                 and (p.changed_xid = m.xid or not pg_visible_in_snapshot(p.changed_xid, m.snapshot))
           ), looked as (
               select c.object as name, c.compiled_xid as xid from profile_current c, mine m
               where c.compiled_xid >= pg_snapshot_xmin(m.snapshot) and c.compiled_xid <> m.xid
                 and not pg_visible_in_snapshot(c.compiled_xid, m.snapshot)
           ), touched as (
               select c.object
               from changed g join dependency d on d.name = g.name and d.kind in ('template', 'template_missed')
               join profile_dependency p on p.set_id = d.set_id join profile_current c on c.object = p.object, mine m
               where (c.compiled_xid = m.xid and g.xid <> m.xid)
                  or (g.xid = m.xid and c.compiled_xid <> m.xid
                      and c.compiled_xid >= pg_snapshot_xmin(m.snapshot)
                      and not pg_visible_in_snapshot(c.compiled_xid, m.snapshot))
               union
               select c.object
               from looked g join dependency d on d.name = g.name and d.kind = 'object'
               join profile_dependency p on p.set_id = d.set_id join profile_current c on c.object = p.object, mine m
               where c.compiled_xid = m.xid
               union
               -- The other way round: what others compiled from a profile before this one replaced it.
               select c.object
               from profile_current c join profile_dependency p on p.object = c.object
               join dependency d on d.set_id = p.set_id and d.kind = 'object'
               join profile_current g on g.object = d.name, mine m
               where g.compiled_xid = m.xid and c.compiled_xid <> m.xid
                 and c.compiled_xid >= pg_snapshot_xmin(m.snapshot)
                 and not pg_visible_in_snapshot(c.compiled_xid, m.snapshot)
           )
           insert into stale_object (object) select object from touched"#,
        of.xid,
        of.snapshot
    )
    .execute(conn)
    .await?;
    Ok(marked.rows_affected())
}

/// Did others change templates or compile, and end, while this transaction could not see it? Mostly they did not, and then
/// there is nothing more to look for.
async fn met_others(conn: &mut PgConnection, of: &Transaction) -> Result<bool> {
    // Bounds of an index each, which is why they are not taken from a table of one row.
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from plenary
               where changed_xid >= pg_snapshot_xmin($2::text::pg_snapshot) and changed_xid <> $1::text::xid8
                 and not pg_visible_in_snapshot(changed_xid, $2::text::pg_snapshot))
           or exists (
               select from profile_current
               where compiled_xid >= pg_snapshot_xmin($2::text::pg_snapshot) and compiled_xid <> $1::text::xid8
                 and not pg_visible_in_snapshot(compiled_xid, $2::text::pg_snapshot)) as "met!""#,
        of.xid,
        of.snapshot
    )
    .fetch_one(conn)
    .await?)
}

/// A host of a selection whose profile may not be up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Hardware id of the host.
    pub host_id: i64,
    /// Name of the object that is served; `None` when there is none.
    pub object: Option<String>,
    /// Commit that it should be compiled with.
    pub commit: String,
    /// Commit that its profile is known to be right for, when that is all that differs.
    pub compiled: Option<String>,
}

/// Of the hosts of a selection, those whose profiles are not known to be right: they have none, read something that has
/// changed, were compiled by another engine, or for another commit. Of hosts for which only the commit differs, that commit
/// is told.
///
/// # Errors
/// Only those of the connection.
pub async fn candidates(
    conn: &mut PgConnection,
    selection: &Selection,
    engine: &str,
) -> Result<Vec<Candidate>> {
    Ok(sqlx::query_as!(
        Candidate,
        r#"select x.hardware_entity_id as host_id, c.object as "object?",
                  coalesce(w.commit_id, b.commit_id) as "commit!",
                  case when c.engine_version = $6 and m.object is null then c.commit_id end as compiled
           from host x
           join branch b on b.id = x.branch_id
           join personality_stage s on s.id = x.personality_stage_id
           join personality p on p.id = s.personality_id join archetype a on a.id = p.archetype_id
           left join sandbox_work w on w.branch_id = x.branch_id and w.author_id = x.sandbox_author_id
           left join profile_current c on c.host_id = x.hardware_entity_id
           left join (select distinct object from stale_object) m on m.object = c.object
           where a.is_compileable and ($1::bigint is null or x.branch_id = $1)
             and ($2::bigint is null or p.id = $2) and ($3::bigint is null or s.id = $3)
             and ($4::bigint is null or x.sandbox_author_id = $4) and ($5::bigint is null or x.hardware_entity_id = $5)
             and coalesce(w.commit_id, b.commit_id) is not null
             and (c.host_id is null or c.engine_version <> $6 or c.commit_id <> coalesce(w.commit_id, b.commit_id)
                  or m.object is not null)
           order by x.hardware_entity_id"#,
        selection.branch_id,
        selection.personality_id,
        selection.stage_id,
        selection.author_id,
        selection.host_id,
        engine
    )
    .fetch_all(conn)
    .await?)
}

/// Notes that the profiles of these objects are right for another commit, too.
///
/// # Errors
/// Only those of the connection.
pub async fn confirm(conn: &mut PgConnection, objects: &[String], commit: &str) -> Result<()> {
    sqlx::query!(
        "update profile_current set commit_id = $2 where object = any($1)",
        objects,
        commit
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// These outdated hosts, and of the others in `hosts` those whose profiles looked into theirs, directly or through others: what
/// they will see is new. Hardware ids, ascending.
///
/// # Errors
/// Only those of the connection.
pub async fn with_readers(conn: &mut PgConnection, hosts: &[i64], outdated: &[i64]) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        r#"with recursive member as materialized (
               select c.host_id as id, c.object from profile_current c where c.host_id = any($1)
               union all
               select id, null from unnest($2::bigint[]) g (id)
               where not exists (select from profile_current c where c.host_id = g.id)
           ), found as (
               select id, object from member where id = any($2)
               union
               select m.id, m.object
               from found t
               join dependency d on d.name = t.object and d.kind = 'object'
               join profile_dependency p on p.set_id = d.set_id
               join member m on m.object = p.object
           )
           select id as "id!" from found order by id"#,
        hosts,
        outdated
    )
    .fetch_all(conn)
    .await?)
}
