//! Long compiles that brokers on one database share.
//!
//! The command that needs one opens a run ([`open`]) with jobs of some objects each. Any broker of the same engine takes
//! jobs ([`take`]) and keeps the row locked until the result is in ([`finish`]); when it dies, PostgreSQL gives the row
//! back. The broker of the command takes jobs itself ([`take_own`]), gathers the results ([`results`]) and moves the bytes
//! of the profiles to where it keeps them ([`keep_contents`]). Except for that, nothing here belongs to the transaction of
//! the command: others could not see it.

mod brokers;
mod content;
mod take;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Result, locks};

pub use brokers::{Listener, count as brokers};
pub use content::{keep_contents, put_contents};
pub use take::{Taken, begin, take, take_own};

/// Notice that there are new jobs or new results.
const CHANNEL: &str = "aq_compile";

/// A compile that is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Branch of all its objects.
    pub branch_id: i64,
    /// Name of the branch.
    pub branch: String,
    /// Commit that it is compiled with.
    pub commit: String,
    /// Version of the engine that has to do it.
    pub engine_version: String,
    /// All its objects.
    pub together: Vec<String>,
    /// The request that waits for it.
    pub request_id: Uuid,
}

/// Objects that one broker compiles at a time: hardware ids of the hosts and names, in the same order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Job {
    /// Hardware ids.
    pub hosts: Vec<i64>,
    /// Names of the objects.
    pub objects: Vec<String>,
}

/// A template that the command has generated and not committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub name: String,
    /// Its text; `None` when it was removed.
    pub text: Option<String>,
}

/// Gives a run its number and says, until the transaction ends, that somebody waits for it.
///
/// # Errors
/// Only those of the connection.
pub async fn reserve(conn: &mut PgConnection) -> Result<i64> {
    let id = sqlx::query_scalar!(r#"select nextval(pg_get_serial_sequence('compile_run', 'id')) as "id!""#)
        .fetch_one(&mut *conn)
        .await?;
    locks::acquire(conn, vec![locks::Lock::CompileRun(id)]).await?;
    Ok(id)
}

/// Opens a run that was reserved, and wakes other brokers at the commit.
///
/// # Errors
/// Only those of the connection.
pub async fn open(
    conn: &mut PgConnection,
    id: i64,
    run: &Run,
    written: &[Written],
    jobs: &[Job],
) -> Result<()> {
    sqlx::query!(
        "insert into compile_run (id, branch_id, branch, commit_id, engine_version, together, request_id)
         overriding system value values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        run.branch_id,
        run.branch,
        run.commit,
        run.engine_version,
        &run.together,
        run.request_id
    )
    .execute(&mut *conn)
    .await?;
    let names: Vec<String> = written.iter().map(|w| w.name.clone()).collect();
    let texts: Vec<Option<String>> = written.iter().map(|w| w.text.clone()).collect();
    sqlx::query!(
        "insert into compile_run_plenary (run_id, name, content)
         select $1, name, content from unnest($2::text[], $3::text[]) g (name, content)",
        id,
        &names,
        &texts as &[Option<String>]
    )
    .execute(&mut *conn)
    .await?;
    for job in jobs {
        sqlx::query!(
            "insert into compile_job (run_id, hosts, objects) values ($1, $2, $3)",
            id,
            &job.hosts,
            &job.objects
        )
        .execute(&mut *conn)
        .await?;
    }
    notify(conn).await
}

/// Of these names, the templates that the command of a run has generated and not committed.
///
/// # Errors
/// Only those of the connection.
pub async fn written(conn: &mut PgConnection, run: i64, names: &[String]) -> Result<Vec<Written>> {
    Ok(sqlx::query_as!(
        Written,
        "select name, content as text from compile_run_plenary where run_id = $1 and name = any($2)",
        run,
        names
    )
    .fetch_all(conn)
    .await?)
}

/// Puts down what came of a job, and wakes who waits for it at the commit.
///
/// # Errors
/// Only those of the connection.
pub async fn finish(conn: &mut PgConnection, job: i64, result: &[u8]) -> Result<()> {
    sqlx::query!(
        "update compile_job set state = 'done', result = $2 where id = $1",
        job,
        result
    )
    .execute(&mut *conn)
    .await?;
    notify(conn).await
}

/// Results of a run but for those of the jobs `known`: the job and what came of it.
///
/// # Errors
/// Only those of the connection.
pub async fn results(conn: &mut PgConnection, run: i64, known: &[i64]) -> Result<Vec<(i64, Vec<u8>)>> {
    let rows = sqlx::query!(
        r#"select id, result as "result!" from compile_job
           where run_id = $1 and state = 'done' and id <> all($2) order by id"#,
        run,
        known
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.result)).collect())
}

/// Removes a run with its jobs and results.
///
/// # Errors
/// Only those of the connection.
pub async fn close(conn: &mut PgConnection, run: i64) -> Result<()> {
    sqlx::query!("delete from compile_run where id = $1", run)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes the runs that nobody waits for any more and that nobody works on. Gives how many.
///
/// # Errors
/// Only those of the connection.
pub async fn sweep(conn: &mut PgConnection) -> Result<u64> {
    let runs = sqlx::query_scalar!("select id from compile_run")
        .fetch_all(&mut *conn)
        .await?;
    if runs.is_empty() {
        return Ok(0);
    }
    // Afterwards: a run that can be seen is waited for from before it could be seen.
    let awaited = locks::held(conn, locks::Class::CompileRun).await?;
    let over: Vec<i64> = runs.into_iter().filter(|run| !awaited.contains(run)).collect();
    let gone = sqlx::query!(
        "delete from compile_run where id in (select id from compile_run where id = any($1) for update skip locked)",
        &over
    )
    .execute(conn)
    .await?;
    Ok(gone.rows_affected())
}

async fn notify(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("select pg_notify($1, '')", CHANNEL)
        .fetch_one(conn)
        .await?;
    Ok(())
}
