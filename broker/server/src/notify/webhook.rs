//! Posts events to the endpoints of the configuration: signed, in order, again and again until they are accepted.
//!
//! The position of an endpoint is a row. Whoever delivers holds it: brokers share the endpoints, and when one dies another
//! goes on where the row says. An event may arrive twice, which `X-Aquilon-Delivery` shows.

mod endpoint;

use std::sync::Arc;
use std::time::Duration;

use aq_db::event::{self, Event};
use aq_db::webhook as table;
use aq_db::{Db, DbError};
use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use tokio::sync::watch;

use super::{PAUSE, ROUND, event_json, news};
use crate::app::App;

pub use endpoint::unknown_kind;
pub(super) use endpoint::{Endpoint, endpoints};

/// The client of all endpoints, and of the change policy.
///
/// # Errors
/// When there are no certificates to check servers by.
pub fn client() -> Result<Client, String> {
    // An error means that it is installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .user_agent(concat!("aqd/", env!("CARGO_PKG_VERSION")))
        // A signed event goes where the configuration says and nowhere else.
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .map_err(|e| format!("HTTP client: {e}"))
}

/// Delivers to one endpoint until `stop` changes.
pub(super) async fn deliver(
    app: Arc<App>,
    db: Db,
    client: Client,
    endpoint: Endpoint,
    mut stop: watch::Receiver<bool>,
) {
    let mut wake = app.notify.published();
    let mut begun = false;
    loop {
        wake.borrow_and_update();
        let step = async {
            if !begun {
                begin(&db, &endpoint).await?;
                begun = true;
            }
            step(&db, &client, &endpoint).await
        };
        let result = tokio::select! {
            result = step => result,
            // What was posted and not yet noted is posted again.
            _ = stop.wait_for(|s| *s) => return,
        };
        let pause = match result {
            Ok(None) => continue,
            Ok(Some(pause)) => pause,
            Err(error) => {
                tracing::warn!(webhook = endpoint.name, "{error}");
                PAUSE
            }
        };
        if !news(&mut wake, pause, &mut stop).await {
            return;
        }
    }
}

async fn begin(db: &Db, endpoint: &Endpoint) -> Result<(), DbError> {
    // What was committed before is before the endpoint, also what has no place in the order yet.
    let mut tx = db.begin().await?;
    event::publish(&mut tx).await?;
    tx.commit().await?;
    let mut tx = db.begin().await?;
    table::begin(&mut tx, std::slice::from_ref(&endpoint.name)).await?;
    Ok(tx.commit().await?)
}

/// Delivers the next event. Gives how long to wait when there is nothing to do now.
async fn step(db: &Db, client: &Client, endpoint: &Endpoint) -> Result<Option<Duration>, DbError> {
    let mut tx = db.begin().await?;
    let Some(position) = table::take(&mut tx, &endpoint.name).await? else {
        return Ok(Some(ROUND));
    };
    if !position.pause.is_zero() {
        return Ok(Some(position.pause));
    }
    let trimmed = event::span(&mut tx).await?.trimmed;
    if position.cursor < trimmed {
        tracing::error!(
            webhook = endpoint.name,
            "events {} to {trimmed} were removed before they could be delivered",
            position.cursor + 1
        );
        table::give_up(&mut tx, &endpoint.name, trimmed).await?;
        tx.commit().await?;
        return Ok(None);
    }
    let next = event::after(&mut tx, position.cursor, &endpoint.kinds, 1).await?;
    let Some(event) = next.first() else {
        return Ok(Some(ROUND));
    };
    let attempt = u32::try_from(position.attempts).unwrap_or(0).saturating_add(1);
    match post(client, endpoint, event).await {
        Ok(()) => table::delivered(&mut tx, &endpoint.name, event.cursor).await?,
        Err(reason) if attempt < endpoint.attempts => {
            let pause = endpoint.pause(attempt);
            tracing::warn!(
                webhook = endpoint.name,
                event = event.cursor,
                attempt,
                "{reason}; again in {} s",
                pause.as_secs()
            );
            table::refused(&mut tx, &endpoint.name, &reason, pause.as_secs_f64()).await?;
        }
        Err(reason) => {
            tracing::error!(
                webhook = endpoint.name,
                event = event.cursor,
                attempt,
                "{reason}; the event is left out"
            );
            table::give_up(&mut tx, &endpoint.name, event.cursor).await?;
        }
    }
    tx.commit().await?;
    Ok(None)
}

async fn post(client: &Client, endpoint: &Endpoint, event: &Event) -> Result<(), String> {
    let body = event_json(event).to_string();
    let response = client
        .post(endpoint.url.clone())
        .timeout(endpoint.timeout)
        .header(CONTENT_TYPE, "application/json")
        .header("X-Aquilon-Event", event.kind.name())
        .header("X-Aquilon-Delivery", event.cursor.to_string())
        .header("X-Aquilon-Signature", endpoint.secret.sign(body.as_bytes()))
        .body(body)
        .send()
        .await
        // The address may hold a password.
        .map_err(|e| chain(&e.without_url()))?;
    let status = response.status();
    if status.is_success() {
        Ok(())
    } else {
        Err(format!("the endpoint answers {status}"))
    }
}

/// An error with its causes: the outermost one says little.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    text
}
