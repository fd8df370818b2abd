//! What happened, for programs that follow it: written with the change, read in one order by a cursor.
//!
//! An event gets its cursor after the commit of the transaction that wrote it, from [`publish`], which one transaction at a
//! time does. So cursors grow in the order in which events become visible, and a reader that goes on after the last one it
//! saw misses none, whatever the order in which transactions began.

mod listener;

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Result, locks};

pub use listener::{Listener, Notice};

/// PostgreSQL notifies this channel when events were committed, with an empty payload, and when they got their cursors,
/// with the last one.
pub const CHANNEL: &str = "aq_event";

/// What sort of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// A command was done.
    Change,
    /// Objects were compiled.
    Compile,
    /// A branch got another head.
    Deploy,
    /// A review was asked for, or changed.
    Review,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 4] = [Kind::Change, Kind::Compile, Kind::Deploy, Kind::Review];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Change => "change",
            Kind::Compile => "compile",
            Kind::Deploy => "deploy",
            Kind::Review => "review",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Kind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// An event to write.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent<'a> {
    /// What sort of thing happened.
    pub kind: Kind,
    /// The request that did it.
    pub request_id: Uuid,
    /// Who asked for it.
    pub username: &'a str,
    /// The command.
    pub command: &'a str,
    /// What it did, as an object.
    pub payload: Value,
}

/// An event that can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its place in the order.
    pub cursor: i64,
    /// What sort of thing happened.
    pub kind: Kind,
    /// The request that did it.
    pub request_id: Uuid,
    /// Who asked for it.
    pub username: String,
    /// The command.
    pub command: String,
    /// What it did.
    pub payload: Value,
    /// When the transaction began that did it.
    pub created: OffsetDateTime,
}

/// From where to where events can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The last cursor that was removed; 0 when none was.
    pub trimmed: i64,
    /// The last cursor that was given; 0 when none was.
    pub newest: i64,
}

/// Writes an event into the transaction of what it tells, and wakes whoever publishes it at commit.
///
/// # Errors
/// [`crate::DbError::Refused`] by `event_command_ck`.
pub async fn record(conn: &mut PgConnection, event: &NewEvent<'_>) -> Result<()> {
    sqlx::query!(
        "with written as (
             insert into event (kind, request_id, username, command, payload) values ($1, $2, $3, $4, $5))
         select pg_notify($6, '')",
        event.kind as Kind,
        event.request_id,
        event.username,
        event.command,
        event.payload,
        CHANNEL
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// Whether committed events wait for their cursors.
///
/// # Errors
/// Only those of the connection.
pub async fn waiting(conn: &mut PgConnection) -> Result<bool> {
    Ok(
        sqlx::query_scalar!(r#"select exists (select from event where cursor is null) as "waiting!""#)
            .fetch_one(conn)
            .await?,
    )
}

/// Gives committed events their cursors and wakes their readers at commit. Gives the last cursor, if there was anything to
/// do. The transaction should do nothing else: it keeps other brokers from publishing.
///
/// # Errors
/// [`crate::DbError::Conflict`] when waiting for another broker takes too long.
pub async fn publish(conn: &mut PgConnection) -> Result<Option<i64>> {
    locks::acquire(conn, vec![locks::Lock::EventOrder]).await?;
    // A statement of its own: it sees everything that was committed before the lock was ours.
    let last = sqlx::query_scalar!(
        r#"with given as (
               update event e set cursor = w.cursor
               from (select id, nextval('event_cursor_seq') as cursor
                     from (select id from event where cursor is null order by id) o) w
               where e.id = w.id returning e.cursor)
           select max(cursor) from given"#
    )
    .fetch_one(&mut *conn)
    .await?;
    if let Some(last) = last {
        sqlx::query!("select pg_notify($1, $2)", CHANNEL, last.to_string())
            .fetch_one(conn)
            .await?;
    }
    Ok(last)
}

/// Events after a cursor, of these kinds, in order.
///
/// # Errors
/// Only those of the connection.
pub async fn after(conn: &mut PgConnection, cursor: i64, kinds: &[Kind], limit: i64) -> Result<Vec<Event>> {
    Ok(sqlx::query_as!(
        Event,
        r#"select cursor as "cursor!", kind as "kind: Kind", request_id, username, command, payload, created
           from event where cursor > $1 and kind = any($2) order by cursor limit $3"#,
        cursor,
        kinds as &[Kind],
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// From where to where events can be read.
///
/// # Errors
/// Only those of the connection.
pub async fn span(conn: &mut PgConnection) -> Result<Span> {
    Ok(sqlx::query_as!(
        Span,
        r#"select h.cursor as trimmed, greatest(h.cursor, (select max(cursor) from event)) as "newest!"
           from event_horizon h"#
    )
    .fetch_one(conn)
    .await?)
}

/// Removes events from before a time, from the oldest on, and none behind one that stays. Gives how many.
///
/// # Errors
/// Only those of the connection.
pub async fn trim(conn: &mut PgConnection, before: OffsetDateTime) -> Result<u64> {
    Ok(sqlx::query!(
        "with last as (
             select max(cursor) as cursor from event
             where cursor < coalesce((select min(cursor) from event where created >= $1), 9223372036854775807)),
         horizon as (
             update event_horizon h set cursor = l.cursor from last l where l.cursor > h.cursor)
         delete from event e using last l where e.cursor <= l.cursor",
        before
    )
    .execute(conn)
    .await?
    .rows_affected())
}
