//! What running requests say, for followers at any broker: written outside the transaction of the command, in batches,
//! and removed soon after the request is over.

use sqlx::PgConnection;
use sqlx::postgres::PgListener;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Db, Result};

/// PostgreSQL notifies this channel of every request about which there is something new; the payload is its id.
pub const CHANNEL: &str = "aq_progress";

/// Something new about requests that run in one broker.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// Requests that began; one entry per id.
    pub begun: Vec<Begun>,
    /// Audit numbers that became known.
    pub numbers: Vec<(Uuid, i64)>,
    /// Lines that were said.
    pub lines: Vec<Line>,
    /// Requests that ended.
    pub finished: Vec<Uuid>,
}

/// A request that began.
#[derive(Debug, Clone)]
pub struct Begun {
    /// The request.
    pub request_id: Uuid,
    /// Draw an audit number: for a request that leaves no audit record.
    pub draw_number: bool,
    /// Who runs it.
    pub username: String,
    /// The command as it was typed.
    pub description: String,
    /// When it began.
    pub started: OffsetDateTime,
}

/// A line that a request said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The request.
    pub request_id: Uuid,
    /// Its place among the lines of the request, from 0; places may be missing.
    pub ordinal: i64,
    /// How important it is; what the numbers mean is the broker's business.
    pub level: i16,
    /// The text.
    pub text: String,
}

/// A request as its broker last wrote it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The request.
    pub request_id: Uuid,
    /// Its audit number, once it has one.
    pub number: Option<i64>,
    /// Who runs it.
    pub username: String,
    /// The command as it was typed.
    pub description: String,
    /// When it began.
    pub started: OffsetDateTime,
    /// When it ended.
    pub finished: Option<OffsetDateTime>,
    /// Its broker gave no sign of life for half a minute.
    pub silent: bool,
}

/// Writes a batch and wakes the followers at commit. A request that another living broker runs under the same id is left
/// to that one.
///
/// # Errors
/// Only those of the connection.
pub async fn write(conn: &mut PgConnection, broker: Uuid, batch: &Batch) -> Result<()> {
    begin(conn, broker, &batch.begun).await?;
    let (ids, numbers): (Vec<Uuid>, Vec<i64>) = batch.numbers.iter().copied().unzip();
    if !ids.is_empty() {
        sqlx::query!(
            "update xtn_progress p set number = g.number from unnest($1::uuid[], $2::bigint[]) g (id, number)
             where p.request_id = g.id and p.broker = $3",
            &ids,
            &numbers,
            broker
        )
        .execute(&mut *conn)
        .await?;
    }
    lines_of(conn, broker, &batch.lines).await?;
    if !batch.finished.is_empty() {
        sqlx::query!(
            "update xtn_progress set finished = clock_timestamp() where request_id = any($1) and broker = $2",
            &batch.finished,
            broker
        )
        .execute(&mut *conn)
        .await?;
    }
    let mut changed: Vec<Uuid> = batch.begun.iter().map(|b| b.request_id).collect();
    changed.extend(batch.lines.iter().map(|l| l.request_id));
    changed.extend(&batch.finished);
    changed.sort_unstable();
    changed.dedup();
    sqlx::query!(
        "select pg_notify($1, id::text) from unnest($2::uuid[]) changed (id)",
        CHANNEL,
        &changed
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

async fn begin(conn: &mut PgConnection, broker: Uuid, begun: &[Begun]) -> Result<()> {
    if begun.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = begun.iter().map(|b| b.request_id).collect();
    let draw: Vec<bool> = begun.iter().map(|b| b.draw_number).collect();
    let usernames: Vec<String> = begun.iter().map(|b| b.username.clone()).collect();
    let descriptions: Vec<String> = begun.iter().map(|b| storable(&b.description)).collect();
    let started: Vec<OffsetDateTime> = begun.iter().map(|b| b.started).collect();
    // What an earlier run of the same request said at another broker.
    sqlx::query!(
        "delete from xtn_progress_line l using xtn_progress p
         where p.request_id = any($1) and l.request_id = p.request_id and p.broker <> $2
           and (p.finished is not null or p.heard < now() - interval '30 seconds')",
        &ids,
        broker
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into xtn_progress as p (request_id, broker, number, username, description, started, heard)
         select g.id, $2, case when g.draw then nextval('xtn_number_seq') end, g.username, g.description, g.started, now()
         from unnest($1::uuid[], $3::boolean[], $4::text[], $5::text[], $6::timestamptz[])
             as g (id, draw, username, description, started)
         on conflict on constraint xtn_progress_pk do update
             set broker = excluded.broker, number = excluded.number, username = excluded.username,
                 description = excluded.description, started = excluded.started, heard = excluded.heard, finished = null
             where p.broker = excluded.broker or p.finished is not null or p.heard < now() - interval '30 seconds'",
        &ids,
        broker,
        &draw,
        &usernames,
        &descriptions,
        &started
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn lines_of(conn: &mut PgConnection, broker: Uuid, lines: &[Line]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = lines.iter().map(|l| l.request_id).collect();
    let ordinals: Vec<i64> = lines.iter().map(|l| l.ordinal).collect();
    let levels: Vec<i16> = lines.iter().map(|l| l.level).collect();
    let texts: Vec<String> = lines.iter().map(|l| storable(&l.text)).collect();
    sqlx::query!(
        "insert into xtn_progress_line (request_id, ordinal, level, line)
         select g.id, g.ordinal, g.level, g.line
         from unnest($1::uuid[], $2::bigint[], $3::smallint[], $4::text[]) as g (id, ordinal, level, line)
         join xtn_progress p on p.request_id = g.id and p.broker = $5
         on conflict on constraint xtn_progress_line_pk do nothing",
        &ids,
        &ordinals,
        &levels,
        &texts,
        broker
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A sign of life of a broker and its requests; without one for half a minute they count as over.
///
/// # Errors
/// Only those of the connection.
pub async fn beat(conn: &mut PgConnection, broker: Uuid) -> Result<()> {
    sqlx::query!(
        "update xtn_progress set heard = now() where broker = $1 and finished is null",
        broker
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends all requests of a broker that stops.
///
/// # Errors
/// Only those of the connection.
pub async fn end_all(conn: &mut PgConnection, broker: Uuid) -> Result<()> {
    sqlx::query!(
        "with ended as (
             update xtn_progress set finished = clock_timestamp() where broker = $1 and finished is null
             returning request_id)
         select pg_notify($2, request_id::text) from ended",
        broker,
        CHANNEL
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// Removes the requests that ended (or were last heard of) more than `seconds` ago. Gives how many.
///
/// # Errors
/// Only those of the connection.
pub async fn trim(conn: &mut PgConnection, seconds: f64) -> Result<u64> {
    let gone = sqlx::query_scalar!(
        r#"with gone as (
               delete from xtn_progress
               where coalesce(finished, heard + interval '1 minute') < now() - $1 * interval '1 second'
               returning request_id),
           said as (delete from xtn_progress_line l using gone where l.request_id = gone.request_id)
           select count(*) as "gone!" from gone"#,
        seconds
    )
    .fetch_one(conn)
    .await?;
    Ok(u64::try_from(gone).unwrap_or_default())
}

/// A request, while it is remembered.
///
/// # Errors
/// Only those of the connection.
pub async fn get(conn: &mut PgConnection, request_id: Uuid) -> Result<Option<Request>> {
    Ok(sqlx::query_as!(
        Request,
        r#"select request_id, number, username, description, started, finished,
                  finished is null and heard < now() - interval '30 seconds' as "silent!"
           from xtn_progress where request_id = $1"#,
        request_id
    )
    .fetch_optional(conn)
    .await?)
}

/// The request with an audit number, while it is remembered.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, number: i64) -> Result<Option<Uuid>> {
    Ok(
        sqlx::query_scalar!("select request_id from xtn_progress where number = $1", number)
            .fetch_optional(conn)
            .await?,
    )
}

/// The requests that run now at any broker, oldest first.
///
/// # Errors
/// Only those of the connection.
pub async fn active(conn: &mut PgConnection) -> Result<Vec<Request>> {
    Ok(sqlx::query_as!(
        Request,
        r#"select request_id, number, username, description, started, finished, false as "silent!"
           from xtn_progress where finished is null and heard >= now() - interval '30 seconds'
           order by started, request_id"#
    )
    .fetch_all(conn)
    .await?)
}

/// The lines of requests from a place on, in order.
///
/// # Errors
/// Only those of the connection.
pub async fn lines(conn: &mut PgConnection, requests: &[Uuid], from: i64) -> Result<Vec<Line>> {
    Ok(sqlx::query_as!(
        Line,
        "select request_id, ordinal, level, line as text from xtn_progress_line
         where request_id = any($1) and ordinal >= $2 order by request_id, ordinal",
        requests,
        from
    )
    .fetch_all(conn)
    .await?)
}

/// A connection that hears of changes.
pub struct Listener(PgListener);

impl Listener {
    /// Listens from now on; keeps one connection of the pool.
    ///
    /// # Errors
    /// [`crate::DbError::Unavailable`] without a connection.
    pub async fn open(db: &Db) -> Result<Self> {
        let mut listener = PgListener::connect_with(db.pool()).await?;
        listener.listen(CHANNEL).await?;
        Ok(Self(listener))
    }

    /// The id of the next request with something new; `None` when the connection was lost and made again, so that
    /// something may have been missed.
    ///
    /// # Errors
    /// [`crate::DbError::Unavailable`] when it cannot be made again.
    pub async fn next(&mut self) -> Result<Option<Uuid>> {
        loop {
            match self.0.try_recv().await? {
                None => return Ok(None),
                // Anybody may notify a channel; what is no id is not from a broker.
                Some(notice) => {
                    if let Ok(id) = notice.payload().parse() {
                        return Ok(Some(id));
                    }
                }
            }
        }
    }
}

/// PostgreSQL stores no NUL.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
