//! How far the configured webhooks were told of events.

use std::time::Duration;

use sqlx::PgConnection;

use crate::Result;

/// The state of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The last event that was delivered or given up.
    pub cursor: i64,
    /// How often the event after it was refused.
    pub attempts: i32,
    /// How long to wait before it is tried again.
    pub pause: Duration,
}

/// Begins to tell these endpoints, where that has not begun: from the next event on.
///
/// # Errors
/// [`crate::DbError::Refused`] by `webhook_name_ck`.
pub async fn begin(conn: &mut PgConnection, names: &[String]) -> Result<()> {
    sqlx::query!(
        "insert into webhook (name, cursor)
         select name, greatest(h.cursor, (select max(cursor) from event))
         from unnest($1::text[]) given (name), event_horizon h
         on conflict (name) do nothing",
        names
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes an endpoint until the end of the transaction; `None` while another broker has it.
///
/// # Errors
/// Only those of the connection.
pub async fn take(conn: &mut PgConnection, name: &str) -> Result<Option<Position>> {
    let row = sqlx::query!(
        r#"select cursor, attempts,
               greatest(extract(epoch from next_attempt - clock_timestamp()), 0)::float8 as "pause!"
           from webhook where name = $1 for update skip locked"#,
        name
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Position {
        cursor: row.cursor,
        attempts: row.attempts,
        pause: Duration::try_from_secs_f64(row.pause).unwrap_or_default(),
    }))
}

/// Goes on behind an event.
///
/// # Errors
/// Only those of the connection.
pub async fn delivered(conn: &mut PgConnection, name: &str, cursor: i64) -> Result<()> {
    sqlx::query!(
        "update webhook set cursor = $2, attempts = 0, next_attempt = now(), last_error = null where name = $1",
        name,
        cursor
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that the next event was refused, and tries again after some seconds.
///
/// # Errors
/// Only those of the connection.
pub async fn refused(conn: &mut PgConnection, name: &str, error: &str, pause: f64) -> Result<()> {
    let error: String = error.chars().filter(|c| *c != '\0').take(2000).collect();
    sqlx::query!(
        "update webhook set attempts = attempts + 1, last_error = $2,
             next_attempt = clock_timestamp() + $3 * interval '1 second'
         where name = $1",
        name,
        error,
        pause
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Goes on behind events that nobody will deliver.
///
/// # Errors
/// Only those of the connection.
pub async fn give_up(conn: &mut PgConnection, name: &str, cursor: i64) -> Result<()> {
    sqlx::query!(
        "update webhook set cursor = $2, attempts = 0, next_attempt = now(), given_up = given_up + 1 where name = $1",
        name,
        cursor
    )
    .execute(conn)
    .await?;
    Ok(())
}
