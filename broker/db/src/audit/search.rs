//! Searching the audit records.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::RESULT;
use crate::Result;

/// What to look for; everything that is given must match.
#[derive(Debug, Clone)]
pub struct Filter<'a> {
    /// One request.
    pub request_id: Option<Uuid>,
    /// The principal as recorded, or its part before the `@`.
    pub username: Option<&'a str>,
    /// The command.
    pub command: Option<&'a str>,
    /// Whether the command only reads.
    pub readonly: Option<bool>,
    /// Commands that `readonly` lets pass whatever is recorded of them.
    pub also: &'a [&'a str],
    /// Commands that are left out.
    pub except: &'a [&'a str],
    /// HTTP status; 0 for commands whose end is not recorded.
    pub return_code: Option<i32>,
    /// Begun at this time or later.
    pub after: Option<OffsetDateTime>,
    /// Begun before this time.
    pub before: Option<OffsetDateTime>,
    /// An argument or result has exactly this value.
    pub keyword: Option<&'a str>,
    /// Name of the argument that has the value.
    pub argument: Option<&'a str>,
    /// No more than so many.
    pub limit: i64,
    /// The limit keeps the oldest, and they come first; else the latest, latest first.
    pub oldest_first: bool,
}

impl Default for Filter<'_> {
    fn default() -> Self {
        Self {
            request_id: None,
            username: None,
            command: None,
            readonly: None,
            also: &[],
            except: &[],
            return_code: None,
            after: None,
            before: None,
            keyword: None,
            argument: None,
            limit: 1000,
            oldest_first: false,
        }
    }
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The request.
    pub request_id: Uuid,
    /// Its number.
    pub number: i64,
    /// Who.
    pub username: String,
    /// What.
    pub command: String,
    /// Whether the command only reads.
    pub readonly: bool,
    /// When it began.
    pub start_time: OffsetDateTime,
    /// When it ended, if that is recorded.
    pub end_time: Option<OffsetDateTime>,
    /// HTTP status, if the end is recorded.
    pub return_code: Option<i32>,
    /// Arguments in order.
    pub arguments: Vec<(String, String)>,
    /// Results in order.
    pub results: Vec<(String, String)>,
}

/// The requests that match.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<Record>> {
    let owned = |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let rows = sqlx::query!(
        r#"select x.id, x.number, x.username, x.command, x.is_readonly, x.start_time,
                  e.end_time as "end_time?", e.return_code as "return_code?",
                  coalesce((select array_agg(d.name order by d.ordinal) from xtn_detail d where d.xtn_id = x.id),
                           '{}') as "names!",
                  coalesce((select array_agg(d.value order by d.ordinal) from xtn_detail d where d.xtn_id = x.id),
                           '{}') as "values!"
           from xtn x left join xtn_end e on e.xtn_id = x.id
           where ($1::uuid is null or x.id = $1)
             and ($2::text is null or x.username = $2 or split_part(x.username, '@', 1) = $2)
             and ($3::text is null or x.command = $3)
             and ($4::boolean is null or x.is_readonly = $4 or x.command = any($11))
             and x.command <> all($12)
             and ($5::integer is null or coalesce(e.return_code, 0) = $5)
             and ($6::timestamptz is null or x.start_time >= $6)
             and ($7::timestamptz is null or x.start_time < $7)
             and ($8::text is null or exists (
                     select from xtn_detail d where d.xtn_id = x.id and d.value = $8 and ($9::text is null or d.name = $9)))
             and ($9::text is null or exists (select from xtn_detail d where d.xtn_id = x.id and d.name = $9))
           order by case when $13 then x.start_time end, case when $13 then x.number end, x.start_time desc, x.number desc
           limit $10"#,
        filter.request_id,
        filter.username,
        filter.command,
        filter.readonly,
        filter.return_code,
        filter.after,
        filter.before,
        filter.keyword,
        filter.argument,
        filter.limit,
        &owned(filter.also),
        &owned(filter.except),
        filter.oldest_first
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (results, arguments): (Vec<_>, Vec<_>) = row
                .names
                .into_iter()
                .zip(row.values)
                .partition(|(name, _)| name.starts_with(RESULT));
            let results = results
                .into_iter()
                .map(|(name, value)| (name.strip_prefix(RESULT).unwrap_or(&name).to_owned(), value))
                .collect();
            Record {
                request_id: row.id,
                number: row.number,
                username: row.username,
                command: row.command,
                readonly: row.is_readonly,
                start_time: row.start_time,
                end_time: row.end_time,
                return_code: row.return_code,
                arguments,
                results,
            }
        })
        .collect())
}
