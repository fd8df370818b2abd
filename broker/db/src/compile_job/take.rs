//! Taking jobs.

use sqlx::PgConnection;

use super::{Job, Run};
use crate::{Result, locks};

/// So often others may begin a job: one that ends a broker each time must not end all of them. Then it is left to the
/// broker that it is for.
const ATTEMPTS: i32 = 3;

/// Milliseconds that a broker may take for a job without a word to the database. One that hangs loses the job.
const PATIENCE: &str = "600000";

/// A job that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its number.
    pub id: i64,
    /// Number of its run.
    pub run_id: i64,
    /// Its run.
    pub run: Run,
    /// Its objects.
    pub job: Job,
}

/// Chooses an open job of somebody else for this engine that nobody works on, and counts the attempt; not one of the runs
/// `refused`. The transaction has to end before [`take`], so that the attempt counts whatever happens.
///
/// # Errors
/// Only those of the connection.
pub async fn begin(conn: &mut PgConnection, engine: &str, refused: &[i64]) -> Result<Option<i64>> {
    let open =
        sqlx::query_scalar!(r#"select exists (select from compile_job where state = 'open') as "open!""#)
            .fetch_one(&mut *conn)
            .await?;
    if !open {
        return Ok(None);
    }
    let awaited = locks::held(conn, locks::Class::CompileRun).await?;
    Ok(sqlx::query_scalar!(
        "update compile_job set attempts = attempts + 1 where id = (
             select j.id from compile_job j join compile_run r on r.id = j.run_id
             where j.state = 'open' and j.attempts < $1 and r.engine_version = $2 and r.id = any($3) and r.id <> all($4)
             order by j.id for update of j skip locked limit 1)
         returning id",
        ATTEMPTS,
        engine,
        &awaited,
        refused
    )
    .fetch_optional(conn)
    .await?)
}

/// Takes a job that was begun, until the transaction ends; nothing when somebody else was faster.
///
/// # Errors
/// Only those of the connection.
pub async fn take(conn: &mut PgConnection, id: i64) -> Result<Option<Taken>> {
    sqlx::query!(
        "select set_config('idle_in_transaction_session_timeout', $1, true)",
        PATIENCE
    )
    .fetch_one(&mut *conn)
    .await?;
    let row = sqlx::query!(
        "select j.id, j.run_id, j.hosts, j.objects, r.branch_id, r.branch, r.commit_id, r.engine_version, r.together,
                r.request_id
         from compile_job j join compile_run r on r.id = j.run_id
         where j.id = $1 and j.state = 'open' for update of j skip locked for share of r skip locked",
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Taken {
        id: row.id,
        run_id: row.run_id,
        run: Run {
            branch_id: row.branch_id,
            branch: row.branch,
            commit: row.commit_id,
            engine_version: row.engine_version,
            together: row.together,
            request_id: row.request_id,
        },
        job: Job {
            hosts: row.hosts,
            objects: row.objects,
        },
    }))
}

/// Takes an open job for the broker of the command: others leave it alone from now on. Nothing when none is left, or
/// others work on all of them.
///
/// # Errors
/// Only those of the connection.
pub async fn take_own(conn: &mut PgConnection, run: i64) -> Result<Option<(i64, Job)>> {
    let row = sqlx::query!(
        "update compile_job set state = 'own' where id = (
             select id from compile_job where run_id = $1 and state = 'open' order by id for update skip locked limit 1)
         returning id, hosts, objects",
        run
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let job = Job {
            hosts: row.hosts,
            objects: row.objects,
        };
        (row.id, job)
    }))
}
