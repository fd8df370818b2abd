//! Sandboxes: branches of one owner, in which hosts try what is not in a domain yet.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "Sandbox";

/// A row of `sandbox` with its row of `branch`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sandbox {
    /// Key that other rows refer to: that of the branch.
    pub id: i64,
    /// Unique over domains and sandboxes.
    pub name: String,
    /// Head.
    pub commit_id: Option<String>,
    /// Where it left the branch that it began with; stays part of it.
    pub base_commit: String,
    /// Principal that owns it, by key.
    pub owner_id: i64,
    /// `name@REALM` of the owner.
    pub owner: String,
    /// Domains may follow it.
    pub is_sync_valid: bool,
    /// Domains that track it follow at once.
    pub autosync: bool,
    /// Compiler that the reference would run; kept because clients show it.
    pub compiler: Option<String>,
    /// Output formats of its profiles, comma separated.
    pub formats: Option<String>,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// A sandbox to make.
#[derive(Debug, Clone, Copy)]
pub struct NewSandbox<'a> {
    /// Name, in any case.
    pub name: &'a str,
    /// Head that it begins with.
    pub commit_id: &'a str,
    /// Principal that owns it, by key.
    pub owner_id: i64,
    /// Free text.
    pub comments: Option<&'a str>,
}

/// What to look for; everything that is given must match.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// The owner, by key.
    pub owner_id: Option<i64>,
    /// Occurs in the name of the compiler: its version.
    pub compiler: Option<&'a str>,
    /// Whether domains follow by themselves.
    pub autosync: Option<bool>,
    /// Whether domains may follow it.
    pub validated: Option<bool>,
    /// Whether hosts are in it.
    pub used: Option<bool>,
    /// Only hosts with profiles count as use.
    pub compileable: bool,
}

/// What an author has in a clone of a sandbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The files as they are, committed or not.
    pub commit_id: String,
    /// The last commit of the clone.
    pub base_id: String,
}

/// The sandboxes that match, by name.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<Sandbox>> {
    Ok(sqlx::query_as!(
        Sandbox,
        r#"select b.id, b.name, b.commit_id, s.base_commit, s.owner_id, p.name || '@' || r.name as "owner!", b.is_sync_valid,
                  b.autosync, b.compiler, b.formats, b.comments, b.creation_date
           from sandbox s join branch b on b.id = s.branch_id
           join user_principal p on p.id = s.owner_id join realm r on r.id = p.realm_id
           where ($1::text is null or b.name = lower(btrim($1)))
             and ($2::bigint is null or s.owner_id = $2)
             and ($3::text is null or strpos(b.compiler, $3) > 0)
             and ($4::boolean is null or b.autosync = $4)
             and ($5::boolean is null or b.is_sync_valid = $5)
             and ($6::boolean is null or $6 = exists (
                 select from host h join personality_stage t on t.id = h.personality_stage_id
                 join personality p on p.id = t.personality_id join archetype a on a.id = p.archetype_id
                 where h.branch_id = b.id and (a.is_compileable or not $7)))
           order by b.name"#,
        filter.name,
        filter.owner_id,
        filter.compiler,
        filter.autosync,
        filter.validated,
        filter.used,
        filter.compileable
    )
    .fetch_all(conn)
    .await?)
}

/// All sandboxes by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Sandbox>> {
    search(conn, &Filter::default()).await
}

/// The sandbox of this name, if there is one.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<Sandbox>> {
    let filter = Filter {
        name: Some(name),
        ..Filter::default()
    };
    Ok(search(conn, &filter).await?.pop())
}

/// The sandbox of this name.
///
/// # Errors
/// [`crate::DbError::NotFound`] with the nearest name.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<Sandbox> {
    if let Some(sandbox) = find(conn, name).await? {
        return Ok(sandbox);
    }
    let names = sqlx::query_scalar!(
        "select b.name from branch b join sandbox s on s.branch_id = b.id order by b.name <-> $1 limit 16",
        name
    )
    .fetch_all(conn)
    .await?;
    Err(suggest::not_found(KIND, name, &names))
}

/// The same, and nobody else changes it or moves its head until the transaction ends; hosts may still be put into it.
///
/// # Errors
/// [`crate::DbError::NotFound`] with the nearest name; [`crate::DbError::Conflict`] when waiting takes too long.
pub async fn require_locked(conn: &mut PgConnection, name: &str) -> Result<Sandbox> {
    let sandbox = require(conn, name).await?;
    crate::branch::lock(conn, &[sandbox.id]).await?;
    // Read again: whoever had the lock may have changed it.
    require(conn, name).await
}

/// Makes a sandbox and gives its id.
///
/// # Errors
/// [`crate::DbError::Refused`] by `branch_name_uk` or `branch_name_ck`.
pub async fn insert(conn: &mut PgConnection, new: &NewSandbox<'_>) -> Result<i64> {
    let id = sqlx::query_scalar!(
        "insert into branch (branch_type, name, commit_id, comments) values ('sandbox', lower(btrim($1)), $2, $3)
         returning id",
        new.name,
        new.commit_id,
        new.comments
    )
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into sandbox (branch_id, owner_id, base_commit) values ($1, $2, $3)",
        id,
        new.owner_id,
        new.commit_id
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// Stores the changed fields of a sandbox; its name, its owner and its commits stay.
///
/// # Errors
/// [`crate::DbError::Refused`] by `branch_formats_ck`.
pub async fn update(conn: &mut PgConnection, sandbox: &Sandbox) -> Result<()> {
    sqlx::query!(
        "update branch set autosync = $2, compiler = $3, formats = $4, comments = $5 where id = $1",
        sandbox.id,
        sandbox.autosync,
        sandbox.compiler,
        sandbox.formats,
        sandbox.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the author has in a clone of the sandbox; `None` when that is the head, or nobody has told.
///
/// # Errors
/// Only those of the connection.
pub async fn work(conn: &mut PgConnection, id: i64, author_id: i64) -> Result<Option<Work>> {
    Ok(sqlx::query_as!(
        Work,
        "select commit_id, base_id from sandbox_work where branch_id = $1 and author_id = $2",
        id,
        author_id
    )
    .fetch_optional(conn)
    .await?)
}

/// Records what the author has in a clone of the sandbox.
///
/// # Errors
/// [`crate::DbError::Refused`] by `sandbox_work_commit_ck` or `sandbox_work_base_ck`.
pub async fn set_work(conn: &mut PgConnection, id: i64, author_id: i64, work: &Work) -> Result<()> {
    sqlx::query!(
        "insert into sandbox_work (branch_id, author_id, commit_id, base_id) values ($1, $2, $3, $4)
         on conflict (branch_id, author_id) do update
             set commit_id = excluded.commit_id, base_id = excluded.base_id, changed = now()",
        id,
        author_id,
        work.commit_id,
        work.base_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The author has what was published, no more.
///
/// # Errors
/// Only those of the connection.
pub async fn clear_work(conn: &mut PgConnection, id: i64, author_id: i64) -> Result<()> {
    sqlx::query!(
        "delete from sandbox_work where branch_id = $1 and author_id = $2",
        id,
        author_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The names of a sandbox as people write them, `author/sandbox` or the sandbox alone.
#[must_use]
pub fn split(text: &str) -> (Option<&str>, &str) {
    match text.split_once('/') {
        Some((author, name)) => (Some(author.trim()), name.trim()),
        None => (None, text.trim()),
    }
}
