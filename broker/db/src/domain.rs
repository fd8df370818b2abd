//! Domains: branches that hosts are compiled with, shared by everybody.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "Domain";

/// A row of `domain` with its row of `branch`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// Key that other rows refer to: that of the branch.
    pub id: i64,
    /// Unique over domains and sandboxes.
    pub name: String,
    /// Head; `None` until something was published to it.
    pub commit_id: Option<String>,
    /// Name of the branch that it follows.
    pub tracked_branch: Option<String>,
    /// Type of the branch that it follows: `domain` or `sandbox`.
    pub tracked_type: Option<String>,
    /// What a rollback may go back to.
    pub rollback_commit: Option<String>,
    /// Other branches may follow it.
    pub is_sync_valid: bool,
    /// It follows by itself.
    pub autosync: bool,
    /// Compiler that the reference would run; kept because clients show it.
    pub compiler: Option<String>,
    /// Output formats of its profiles, comma separated.
    pub formats: Option<String>,
    /// Changes of it need approval.
    pub requires_change_manager: bool,
    /// Hosts may be moved into it.
    pub allow_manage: bool,
    /// It is kept for the record only.
    pub archived: bool,
    /// Hosts are compiled when they move into it.
    pub auto_compile: bool,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// A domain to make.
#[derive(Debug, Clone, Copy)]
pub struct NewDomain<'a> {
    /// Name, in any case.
    pub name: &'a str,
    /// Head that it begins with.
    pub commit_id: Option<&'a str>,
    /// The branch that it follows, by id.
    pub tracked_branch_id: Option<i64>,
    /// Changes of it need approval.
    pub requires_change_manager: bool,
    /// Hosts may be moved into it.
    pub allow_manage: bool,
    /// Hosts are compiled when they move into it.
    pub auto_compile: bool,
    /// Free text.
    pub comments: Option<&'a str>,
}

/// What to look for; everything that is given must match.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// Follows this branch, by id.
    pub tracked_branch_id: Option<i64>,
    /// Follows no branch.
    pub not_tracking: bool,
    /// Whether changes need approval.
    pub change_manager: Option<bool>,
    /// Whether hosts are compiled when they move into it.
    pub auto_compile: Option<bool>,
    /// Occurs in the name of the compiler: its version.
    pub compiler: Option<&'a str>,
    /// Whether it follows by itself.
    pub autosync: Option<bool>,
    /// Whether others may follow it.
    pub validated: Option<bool>,
    /// Whether hosts are in it.
    pub used: Option<bool>,
    /// Only hosts with profiles count as use.
    pub compileable: bool,
}

/// The domains that match, by name.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<Domain>> {
    Ok(sqlx::query_as!(
        Domain,
        r#"select b.id, b.name, b.commit_id, t.name as "tracked_branch?", t.branch_type as "tracked_type?",
                  d.rollback_commit, b.is_sync_valid, b.autosync, b.compiler, b.formats, d.requires_change_manager,
                  d.allow_manage, d.archived, d.auto_compile, b.comments, b.creation_date
           from domain d join branch b on b.id = d.branch_id left join branch t on t.id = d.tracked_branch_id
           where ($1::text is null or b.name = lower(btrim($1)))
             and ($2::bigint is null or d.tracked_branch_id = $2)
             and (not $3::boolean or d.tracked_branch_id is null)
             and ($4::boolean is null or d.requires_change_manager = $4)
             and ($5::boolean is null or d.auto_compile = $5)
             and ($6::text is null or strpos(b.compiler, $6) > 0)
             and ($7::boolean is null or b.autosync = $7)
             and ($8::boolean is null or b.is_sync_valid = $8)
             and ($9::boolean is null or $9 = exists (
                 select from host h join personality_stage s on s.id = h.personality_stage_id
                 join personality p on p.id = s.personality_id join archetype a on a.id = p.archetype_id
                 where h.branch_id = b.id and (a.is_compileable or not $10)))
           order by b.name"#,
        filter.name,
        filter.tracked_branch_id,
        filter.not_tracking,
        filter.change_manager,
        filter.auto_compile,
        filter.compiler,
        filter.autosync,
        filter.validated,
        filter.used,
        filter.compileable
    )
    .fetch_all(conn)
    .await?)
}

/// All domains by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Domain>> {
    search(conn, &Filter::default()).await
}

/// The domain of this name, if there is one.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<Domain>> {
    Ok(search(
        conn,
        &Filter {
            name: Some(name),
            ..Filter::default()
        },
    )
    .await?
    .pop())
}

/// The domain of this name.
///
/// # Errors
/// [`crate::DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<Domain> {
    if let Some(domain) = find(conn, name).await? {
        return Ok(domain);
    }
    let names = sqlx::query_scalar!(
        "select b.name from branch b join domain d on d.branch_id = b.id order by b.name <-> $1 limit 16",
        name
    )
    .fetch_all(conn)
    .await?;
    Err(suggest::not_found(KIND, name, &names))
}

/// The same, and nobody else changes it, or puts a host into it, until the transaction ends.
///
/// # Errors
/// [`crate::DbError::NotFound`] with the nearest name; [`crate::DbError::Conflict`] when waiting takes too long.
pub async fn require_locked(conn: &mut PgConnection, name: &str) -> Result<Domain> {
    let domain = require(conn, name).await?;
    sqlx::query!("select id from branch where id = $1 for update", domain.id)
        .fetch_optional(&mut *conn)
        .await?;
    // Read again: whoever had the lock may have changed it.
    require(conn, name).await
}

/// Makes a domain and gives its id.
///
/// # Errors
/// [`crate::DbError::Refused`] by `branch_name_uk`, `branch_name_ck` or `domain_change_manager_ck`.
pub async fn insert(conn: &mut PgConnection, new: &NewDomain<'_>) -> Result<i64> {
    let id = sqlx::query_scalar!(
        "insert into branch (branch_type, name, commit_id, comments) values ('domain', lower(btrim($1)), $2, $3)
         returning id",
        new.name,
        new.commit_id,
        new.comments
    )
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into domain (branch_id, tracked_branch_id, requires_change_manager, allow_manage, auto_compile)
         values ($1, $2, $3, $4, $5)",
        id,
        new.tracked_branch_id,
        new.requires_change_manager,
        new.allow_manage,
        new.auto_compile
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// Stores the changed fields of a domain; its name, its head and the branch that it follows stay.
///
/// # Errors
/// [`crate::DbError::Refused`] by `branch_formats_ck`, `domain_change_manager_ck` or `domain_archived_ck`.
pub async fn update(conn: &mut PgConnection, domain: &Domain) -> Result<()> {
    sqlx::query!(
        "update branch set autosync = $2, compiler = $3, formats = $4, comments = $5 where id = $1",
        domain.id,
        domain.autosync,
        domain.compiler,
        domain.formats,
        domain.comments
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update domain set requires_change_manager = $2, allow_manage = $3, archived = $4, auto_compile = $5
         where branch_id = $1",
        domain.id,
        domain.requires_change_manager,
        domain.allow_manage,
        domain.archived,
        domain.auto_compile
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Says what a rollback of a domain that tracks another branch may go back to.
///
/// # Errors
/// [`crate::DbError::Refused`] by `domain_rollback_commit_ck`.
pub async fn set_rollback_commit(conn: &mut PgConnection, id: i64, commit: Option<&str>) -> Result<()> {
    sqlx::query!(
        "update domain set rollback_commit = $2 where branch_id = $1",
        id,
        commit
    )
    .execute(conn)
    .await?;
    Ok(())
}
