//! What has to happen outside the database after a change: written with the change, worked off after its commit.
//!
//! A worker takes entries in a transaction of its own and keeps that open while it works: the entries stay locked, so
//! that no other worker takes them, and when the worker dies they are free again at once. Work may therefore be done
//! twice, and has to be such that this does no harm.

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::Result;

/// PostgreSQL notifies this channel when entries were committed.
pub const CHANNEL: &str = "aq_outbox";

/// Ordering key of the entries that write the files of an object's profile.
#[must_use]
pub fn profile_key(object: &str) -> String {
    format!("profile {object}")
}

/// An entry to write.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry<'a> {
    /// Which worker does it.
    pub kind: &'a str,
    /// Entries with one key are worked off one at a time in the order they were written; `None` for any order.
    pub ordering_key: Option<&'a str>,
    /// What the worker needs to know.
    pub payload: Value,
}

/// An entry that is to be worked off.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Key.
    pub id: i64,
    /// The request that it comes from.
    pub request_id: Option<Uuid>,
    /// Which worker does it.
    pub kind: String,
    /// What the worker needs to know.
    pub payload: Value,
    /// How often it failed.
    pub attempts: i32,
    /// When it was written.
    pub created: OffsetDateTime,
}

/// What waits in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Entries that are not done.
    pub pending: i64,
    /// Those of them that failed at least once.
    pub failing: i64,
    /// When the oldest of them was written.
    pub oldest: Option<OffsetDateTime>,
}

/// Writes entries and wakes the workers at commit.
///
/// # Errors
/// [`crate::DbError::Refused`] by `outbox_kind_ck`.
pub async fn enqueue(
    conn: &mut PgConnection,
    request_id: Option<Uuid>,
    entries: &[NewEntry<'_>],
) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let kinds: Vec<String> = entries.iter().map(|entry| entry.kind.to_owned()).collect();
    let keys: Vec<Option<String>> = entries
        .iter()
        .map(|entry| entry.ordering_key.map(str::to_owned))
        .collect();
    let payloads: Vec<Value> = entries.iter().map(|entry| entry.payload.clone()).collect();
    sqlx::query!(
        "insert into outbox (request_id, kind, ordering_key, payload)
         select $1, kind, ordering_key, payload
         from unnest($2::text[], $3::text[], $4::jsonb[]) with ordinality as given (kind, ordering_key, payload, ordinal)
         order by ordinal",
        request_id,
        &kinds,
        &keys as &[Option<String>],
        &payloads
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("select pg_notify($1, '')", CHANNEL)
        .fetch_one(conn)
        .await?;
    Ok(())
}

/// Keys of the entries whose time has come, oldest first: what to [`take`], a part at a time. Entries behind another one of
/// their key are not among them. Looked up once, because finding the first ones of many costs as much as finding all.
///
/// # Errors
/// Only those of the connection.
pub async fn due(conn: &mut PgConnection) -> Result<Vec<i64>> {
    // As a join the planner, who does not know how many entries wait, may compare each with each.
    Ok(sqlx::query_scalar!(
        "select id from (
             select id, ordering_key, next_attempt, min(id) over (partition by ordering_key) as first
             from outbox where done is null) waiting
         where next_attempt <= now() and (ordering_key is null or id = first)
         order by id"
    )
    .fetch_all(conn)
    .await?)
}

/// What a command works off itself before it answers: the entries of a request but those of one kind. In place of one that is
/// behind others of its key, the first of these.
///
/// # Errors
/// Only those of the connection.
pub async fn due_of_request(conn: &mut PgConnection, request_id: Uuid, except: &str) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        r#"with waiting as materialized (
               select id, request_id, kind, next_attempt,
                      case when ordering_key is null then id else min(id) over (partition by ordering_key) end as first
               from outbox where done is null)
           select id as "id!" from waiting
           where next_attempt <= now()
             and id in (select first from waiting where request_id = $1 and kind <> $2)
           order by id"#,
        request_id,
        except
    )
    .fetch_all(conn)
    .await?)
}

/// Takes those of some entries that are still due, oldest first, and locks them until the end of the transaction. Entries
/// that others work on are passed over.
///
/// # Errors
/// Only those of the connection.
pub async fn take(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<Entry>> {
    // Found by key, not among all that wait.
    Ok(sqlx::query_as!(
        Entry,
        r#"with given as materialized (select * from outbox where id = any($1) order by id for update skip locked)
           select id as "id!", request_id, kind as "kind!", payload as "payload!", attempts as "attempts!",
                  created as "created!"
           from given where done is null and next_attempt <= now() order by id"#,
        ids
    )
    .fetch_all(conn)
    .await?)
}

/// Takes all entries of a key whose time has come, to work them off as one.
///
/// # Errors
/// Only those of the connection.
pub async fn take_key(conn: &mut PgConnection, key: &str) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "select id from outbox where ordering_key = $1 and done is null and next_attempt <= now()
         order by id for update skip locked",
        key
    )
    .fetch_all(conn)
    .await?)
}

/// How many entries of a request are not done (those that another worker has taken included).
///
/// # Errors
/// Only those of the connection.
pub async fn pending(conn: &mut PgConnection, request_id: Uuid) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from outbox where request_id = $1 and done is null"#,
        request_id
    )
    .fetch_one(conn)
    .await?)
}

/// The entries of a request that are not done because they failed, or because an older one of their key did; oldest
/// first, with what went wrong the last time.
///
/// # Errors
/// Only those of the connection.
pub async fn failing(conn: &mut PgConnection, request_id: Uuid) -> Result<Vec<(Value, String)>> {
    Ok(sqlx::query!(
        r#"select o.payload, coalesce(o.last_error, b.last_error) as "last_error!" from outbox o
           left join lateral (
               select e.last_error from outbox e
               where e.ordering_key = o.ordering_key and e.done is null and e.id < o.id and e.last_error is not null
               order by e.id limit 1) b on true
           where o.request_id = $1 and o.done is null and coalesce(o.last_error, b.last_error) is not null
           order by o.id"#,
        request_id
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| (row.payload, row.last_error))
    .collect())
}

/// Marks entries as done.
///
/// # Errors
/// Only those of the connection.
pub async fn done(conn: &mut PgConnection, ids: &[i64]) -> Result<()> {
    sqlx::query!(
        "update outbox set done = clock_timestamp(), last_error = null where id = any($1)",
        ids
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that an entry failed. It comes again after 1, 2, 4 ... seconds, at most after an hour.
///
/// # Errors
/// Only those of the connection.
pub async fn failed(conn: &mut PgConnection, id: i64, error: &str) -> Result<()> {
    let error: String = error.chars().filter(|c| *c != '\0').take(2000).collect();
    sqlx::query!(
        "update outbox set attempts = attempts + 1, last_error = $2,
             next_attempt = clock_timestamp() + least(power(2, least(attempts, 20)), 3600) * interval '1 second'
         where id = $1",
        id,
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes failed entries come again now, after their cause was removed. Gives how many.
///
/// # Errors
/// Only those of the connection.
pub async fn retry_now(conn: &mut PgConnection) -> Result<u64> {
    let woken =
        sqlx::query!("update outbox set next_attempt = now() where done is null and next_attempt > now()")
            .execute(&mut *conn)
            .await?
            .rows_affected();
    sqlx::query!("select pg_notify($1, '')", CHANNEL)
        .fetch_one(conn)
        .await?;
    Ok(woken)
}

/// What waits.
///
/// # Errors
/// Only those of the connection.
pub async fn backlog(conn: &mut PgConnection) -> Result<Backlog> {
    Ok(sqlx::query_as!(
        Backlog,
        r#"select count(*) as "pending!", count(*) filter (where attempts > 0) as "failing!", min(created) as oldest
           from outbox where done is null"#
    )
    .fetch_one(conn)
    .await?)
}

/// Removes entries that were done before a time. Gives how many.
///
/// # Errors
/// Only those of the connection.
pub async fn trim(conn: &mut PgConnection, before: OffsetDateTime) -> Result<u64> {
    Ok(sqlx::query!("delete from outbox where done < $1", before)
        .execute(conn)
        .await?
        .rows_affected())
}
