//! `GET /events`: what happens, as a stream of server-sent events that goes on where the reader left off.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use aq_auth::policy::{Access, Decision, NOBODY_ROLE, Request};
use aq_db::event::{self, Event, Kind};
use aq_db::principal;
use axum::extract::{ConnectInfo, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt as _, stream};
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::command::refuse;
use super::identity::{Origin, identify};
use crate::app::App;
use crate::error::{CommandError, Result};
use crate::notify::{event_json, unknown_kind};

/// Name under which rules of the policy can restrict the stream.
pub const ACTION: &str = "events";
/// Events read at a time: one of them may name every object of the site.
const PAGE: i64 = 16;
/// Time between comments that keep the connection open, and between looks without being told.
const ALIVE: Duration = Duration::from_secs(15);

/// What the reader asks for.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    /// The last event that it has; new ones only without it.
    since: Option<i64>,
    kinds: Vec<Kind>,
}

/// The stream, or a sentence saying why not.
pub async fn follow(
    State(app): State<Arc<App>>,
    ConnectInfo(origin): ConnectInfo<Origin>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match open(app, &origin, query.as_deref().unwrap_or_default(), &headers).await {
        Ok(response) => response,
        Err(error) => refuse(&error),
    }
}

async fn open(app: Arc<App>, origin: &Origin, query: &str, headers: &HeaderMap) -> Result<Response> {
    let wish = wish(query, headers)?;
    authorise(&app, origin, headers).await?;
    let permit = app.notify.streams.clone().try_acquire_owned().map_err(|_| {
        CommandError::busy("As many streams of events are open as this broker allows (events.streams).")
    })?;
    let published = app.notify.published();
    let mut tx = app.db.snapshot().await?;
    let span = event::span(&mut tx).await?;
    drop(tx);
    let cursor = wish.since.unwrap_or(span.newest);
    if cursor < span.trimmed {
        return Err(CommandError::gone(format!(
            "Events up to {} were removed; the oldest cursor to read on from is {}.",
            span.trimmed, span.trimmed
        ))
        .hint(format!(
            "Look at the present state, then read on with since={}.",
            span.trimmed
        )));
    }
    if cursor > span.newest {
        return Err(CommandError::argument(format!(
            "There was no event {cursor} yet; the newest is {}.",
            span.newest
        ))
        .hint("The cursor is from another database, or from one that was restored since."));
    }
    let reader = Reader {
        over: app.notify.over(),
        app,
        cursor,
        kinds: wish.kinds,
        ready: VecDeque::new(),
        published,
        _permit: permit,
    };
    // An id without data: the reader knows where it is before anything happens.
    let place = sse::Event::default()
        .id(cursor.to_string())
        .comment("events follow");
    let stream = stream::once(async { Ok::<_, Infallible>(place) }).chain(reader.stream());
    Ok(Sse::new(stream)
        .keep_alive(KeepAlive::new().interval(ALIVE))
        .into_response())
}

/// As every other read.
async fn authorise(app: &App, origin: &Origin, headers: &HeaderMap) -> Result<()> {
    let principal = identify(app, origin, headers).await?.principal;
    let mut role = None;
    if let Some(p) = &principal {
        let mut tx = app.db.snapshot().await?;
        role = principal::find(&mut tx, p.account(), &p.realm)
            .await?
            .map(|row| row.role);
    }
    let request = Request {
        principal: principal.as_ref(),
        role: Some(role.as_deref().unwrap_or(NOBODY_ROLE)),
        command: ACTION,
        trigger: None,
        access: Access::Read,
        path: "/events",
        hosts: &[],
    };
    match app.policy.decide(&request) {
        Decision::Allow => Ok(()),
        Decision::Deny(denial) if principal.is_none() => {
            Err(CommandError::unauthenticated(denial.to_string()))
        }
        Decision::Deny(denial) => Err(CommandError::forbidden(denial.to_string())),
    }
}

fn wish(query: &str, headers: &HeaderMap) -> Result<Wish> {
    let mut wish = Wish {
        since: None,
        kinds: Vec::new(),
    };
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "since" => wish.since = Some(cursor(&value)?),
            "kind" => {
                for kind in value.split(',') {
                    let kind = Kind::of(kind.trim())
                        .ok_or_else(|| CommandError::argument(format!("kind: {}.", unknown_kind(kind))))?;
                    wish.kinds.push(kind);
                }
            }
            _ => {
                return Err(
                    CommandError::argument(format!("There is no option \"{name}\" here."))
                        .hint("GET /events takes since=CURSOR and kind=KIND,KIND."),
                );
            }
        }
    }
    // A reader that connects again sends the same address as before, and the last event that it got.
    if let Some(last) = headers.get("last-event-id") {
        wish.since = Some(cursor(last.to_str().unwrap_or_default())?);
    }
    if wish.kinds.is_empty() {
        wish.kinds = Kind::ALL.to_vec();
    }
    Ok(wish)
}

fn cursor(text: &str) -> Result<i64> {
    text.parse().ok().filter(|n| *n >= 0).ok_or_else(|| {
        CommandError::argument(format!("\"{text}\" is no cursor."))
            .hint("A cursor is the id of an event, or 0 for all that there are.")
    })
}

struct Reader {
    app: Arc<App>,
    cursor: i64,
    kinds: Vec<Kind>,
    ready: VecDeque<Event>,
    published: watch::Receiver<u64>,
    over: watch::Receiver<bool>,
    _permit: OwnedSemaphorePermit,
}

impl Reader {
    fn stream(self) -> impl futures_util::Stream<Item = Result<sse::Event, Infallible>> {
        stream::unfold(self, |mut reader| async move {
            let event = reader.next().await?;
            let told = sse::Event::default()
                .id(event.cursor.to_string())
                .event(event.kind.name())
                .data(event_json(&event).to_string());
            Some((Ok(told), reader))
        })
    }

    /// The next event; nothing when the broker stops or the database is away: the reader comes again.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            self.published.borrow_and_update();
            match self.page().await {
                Ok(page) => self.ready = page.into(),
                Err(error) => {
                    tracing::debug!("stream of events: {error}");
                    return None;
                }
            }
            if let Some(last) = self.ready.back() {
                self.cursor = last.cursor;
                continue;
            }
            tokio::select! {
                _ = self.published.changed() => {}
                () = tokio::time::sleep(ALIVE) => {}
                _ = self.over.wait_for(|s| *s) => return None,
            }
        }
    }

    async fn page(&self) -> aq_db::Result<Vec<Event>> {
        let mut tx = self.app.db.snapshot().await?;
        event::after(&mut tx, self.cursor, &self.kinds, PAGE).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_event_goes_before_the_address() {
        let mut headers = HeaderMap::new();
        let asked = wish("since=5&kind=deploy,compile", &headers).unwrap();
        assert_eq!(
            (asked.since, asked.kinds),
            (Some(5), vec![Kind::Deploy, Kind::Compile])
        );
        headers.insert("last-event-id", "9".parse().unwrap());
        assert_eq!(wish("since=5", &headers).unwrap().since, Some(9));
        for wrong in ["since=-1", "since=x", "kind=deplyo", "from=1"] {
            assert_eq!(wish(wrong, &HeaderMap::new()).unwrap_err().status, 400, "{wrong}");
        }
    }
}
