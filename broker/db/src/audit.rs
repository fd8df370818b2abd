//! The record of every command that changes something, refused ones included, and what the client was told.
//!
//! The id of a record is the id of the request. It is written in the transaction of the command, which makes a repeated
//! request wait for the first and then see that it was done ([`Begun::Repeated`]).

mod search;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::Result;

pub use search::{Filter, Record, search};

/// Values of details are cut at this many characters: a list of thousands of hosts is not kept in full.
const LONGEST_VALUE: usize = 2600;
/// Details of this prefix are results of the command, the rest of their name says which.
const RESULT: &str = "__RESULT__:";

/// What is known when a command begins.
#[derive(Debug, Clone)]
pub struct Start<'a> {
    /// The request, made up by the client or the broker.
    pub request_id: Uuid,
    /// `name@REALM`, or `nobody`.
    pub principal: &'a str,
    /// Name of the command in the catalogue.
    pub command: &'a str,
    /// Whether the command only reads.
    pub readonly: bool,
    /// Arguments as given, in order.
    pub arguments: &'a [(String, String)],
    /// When it began.
    pub time: OffsetDateTime,
}

/// What is known when a command has ended.
#[derive(Debug, Clone)]
pub struct End<'a> {
    /// HTTP status.
    pub return_code: u16,
    /// What the command made, by name: the label of a machine that was numbered by itself, for instance.
    pub results: &'a [(String, String)],
    /// What the client was told; kept so that it can be told again.
    pub answer: Option<&'a Answer>,
    /// When it ended.
    pub time: OffsetDateTime,
}

/// An answer as it went to the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Media type.
    pub content_type: String,
    /// Body.
    pub body: Vec<u8>,
}

/// What [`begin`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// A new request; its number counts all requests.
    New {
        /// The audit id that people see.
        number: i64,
    },
    /// The request was made before.
    Repeated(Box<Previous>),
}

/// A request that was made before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    /// Its number.
    pub number: i64,
    /// Who made it; a request of somebody else with the same id is no repetition.
    pub principal: String,
    /// What was asked for.
    pub command: String,
    /// HTTP status, once it has ended.
    pub return_code: Option<i32>,
    /// What the client was told, unless that was trimmed.
    pub answer: Option<Answer>,
}

/// Records that a command begins. Waits while the same request runs elsewhere.
///
/// # Errors
/// Only those of the connection.
pub async fn begin(conn: &mut PgConnection, start: &Start<'_>) -> Result<Begun> {
    let number = sqlx::query_scalar!(
        "insert into xtn (id, username, command, is_readonly, start_time) values ($1, $2, $3, $4, $5)
         on conflict (id) do nothing returning number",
        start.request_id,
        start.principal,
        start.command,
        start.readonly,
        start.time
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(number) = number else {
        return Ok(Begun::Repeated(Box::new(previous(conn, start.request_id).await?)));
    };
    details(conn, start.request_id, start.arguments, "", 0).await?;
    Ok(Begun::New { number })
}

/// Records how a command ended.
///
/// # Errors
/// [`crate::DbError::Refused`] by `xtn_end_pk` when that was recorded before.
pub async fn finish(conn: &mut PgConnection, request_id: Uuid, end: &End<'_>) -> Result<()> {
    sqlx::query!(
        "insert into xtn_end (xtn_id, return_code, end_time) values ($1, $2, $3)",
        request_id,
        i32::from(end.return_code),
        end.time
    )
    .execute(&mut *conn)
    .await?;
    if !end.results.is_empty() {
        let used = sqlx::query_scalar!(
            r#"select coalesce(max(ordinal) + 1, 0)::bigint as "used!" from xtn_detail where xtn_id = $1"#,
            request_id
        )
        .fetch_one(&mut *conn)
        .await?;
        details(conn, request_id, end.results, RESULT, used).await?;
    }
    if let Some(answer) = end.answer {
        sqlx::query!(
            "insert into xtn_answer (xtn_id, content_type, body) values ($1, $2, $3)",
            request_id,
            answer.content_type,
            answer.body
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// Corrects what [`finish`] recorded, for a command whose work outside the database failed in part after its commit.
///
/// # Errors
/// Only those of the connection.
pub async fn amend(
    conn: &mut PgConnection,
    request_id: Uuid,
    return_code: u16,
    answer: &Answer,
) -> Result<()> {
    sqlx::query!(
        "with ended as (update xtn_end set return_code = $2 where xtn_id = $1)
         update xtn_answer set content_type = $3, body = $4 where xtn_id = $1",
        request_id,
        i32::from(return_code),
        answer.content_type,
        answer.body
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records a command that was refused or failed: begin and end at once, after its own transaction was rolled back. A
/// request that is on record already is left alone.
///
/// # Errors
/// Only those of the connection.
pub async fn record(conn: &mut PgConnection, start: &Start<'_>, end: &End<'_>) -> Result<Begun> {
    let begun = begin(conn, start).await?;
    if matches!(begun, Begun::New { .. }) {
        finish(conn, start.request_id, end).await?;
    }
    Ok(begun)
}

/// Forgets the answers (not the records) from before a time. Gives how many.
///
/// # Errors
/// Only those of the connection.
pub async fn trim_answers(conn: &mut PgConnection, before: OffsetDateTime) -> Result<u64> {
    Ok(sqlx::query!("delete from xtn_answer where created < $1", before)
        .execute(conn)
        .await?
        .rows_affected())
}

async fn previous(conn: &mut PgConnection, request_id: Uuid) -> Result<Previous> {
    let row = sqlx::query!(
        r#"select x.number, x.username, x.command, e.return_code as "return_code?",
                  a.content_type as "content_type?", a.body as "body?"
           from xtn x left join xtn_end e on e.xtn_id = x.id left join xtn_answer a on a.xtn_id = x.id
           where x.id = $1"#,
        request_id
    )
    .fetch_one(conn)
    .await?;
    Ok(Previous {
        number: row.number,
        principal: row.username,
        command: row.command,
        return_code: row.return_code,
        answer: row
            .content_type
            .zip(row.body)
            .map(|(content_type, body)| Answer { content_type, body }),
    })
}

async fn details(
    conn: &mut PgConnection,
    request_id: Uuid,
    pairs: &[(String, String)],
    prefix: &str,
    first: i64,
) -> Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = pairs.iter().map(|(name, _)| format!("{prefix}{name}")).collect();
    let values: Vec<String> = pairs.iter().map(|(_, value)| storable(value)).collect();
    sqlx::query!(
        "insert into xtn_detail (xtn_id, ordinal, name, value)
         select $1, ($4 + ordinal - 1)::integer, name, value
         from unnest($2::text[], $3::text[]) with ordinality as given (name, value, ordinal)",
        request_id,
        &names,
        &values,
        first
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A value as PostgreSQL can store it: without NUL, and not without end.
fn storable(value: &str) -> String {
    value.chars().filter(|c| *c != '\0').take(LONGEST_VALUE).collect()
}
