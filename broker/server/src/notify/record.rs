//! What a command writes down in its transaction for those who are to be told.

use aq_db::client_notification;
use aq_db::event::{self, Event, Kind, NewEvent};
use serde_json::{Value, json};
use sqlx::PgConnection;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use crate::compile::Compiled;
use crate::config::Config;
use crate::error::Result;
use crate::plenary::Change;

/// A command that was done.
pub struct Done<'a> {
    /// Its request.
    pub request_id: Uuid,
    /// Who asked for it.
    pub user: &'a str,
    /// Its name.
    pub command: &'a str,
    /// The generated templates that differ.
    pub plenaries: &'a [Change],
    /// The objects that were compiled.
    pub profiles: &'a [Compiled],
}

/// Writes down the events of a command and the machines whose profile changed.
pub async fn record(conn: &mut PgConnection, config: &Config, done: &Done<'_>) -> Result<()> {
    let objects: Vec<String> = done
        .profiles
        .iter()
        .filter(|p| p.changed())
        .map(|p| p.object.clone())
        .collect();
    let plenaries: Vec<Value> = done
        .plenaries
        .iter()
        .map(|p| json!({ "branch": p.branch, "name": p.name, "removed": p.after.is_none() }))
        .collect();
    let event = |kind, payload| NewEvent {
        kind,
        request_id: done.request_id,
        username: done.user,
        command: done.command,
        payload,
    };
    event::record(conn, &event(Kind::Change, json!({ "plenaries": plenaries }))).await?;
    if !done.profiles.is_empty() {
        let payload = json!({ "compiled": done.profiles.len(), "objects": objects });
        event::record(conn, &event(Kind::Compile, payload)).await?;
    }
    if config.client_notifications.enabled {
        client_notification::request(conn, &objects).await?;
    }
    Ok(())
}

/// An event as streams and webhooks tell it.
pub fn event_json(event: &Event) -> Value {
    json!({
        "cursor": event.cursor,
        "kind": event.kind.name(),
        // The form has no component that a time could lack.
        "time": event.created.format(&Rfc3339).unwrap_or_default(),
        "request": event.request_id,
        "user": event.username,
        "command": event.command,
        "payload": event.payload,
    })
}
