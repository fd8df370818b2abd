//! The HTTP side: routing, identity of the caller, rendering of answers and errors.
//!
//! Everything that is not listed in [`router`] is looked up in the command catalogue.

mod command;
mod events;
mod git;
mod identity;
mod listen;
mod openapi;
mod profiles;
mod stream;

pub use events::ACTION as EVENTS_ACTION;
pub use identity::Origin;
pub use listen::{local, serve};

use std::sync::Arc;

use axum::Router;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::sensitive_headers::{SetSensitiveRequestHeadersLayer, SetSensitiveResponseHeadersLayer};
use tower_http::trace::TraceLayer;

use crate::app::App;

/// All routes. Tickets are marked as sensitive before anything that logs, so that they never reach the log.
pub fn router(app: Arc<App>) -> Router {
    // Not compressed: packs are already.
    let git = git::routes(app.clone());
    Router::new()
        .route("/openapi.json", get(openapi::document))
        .route("/profiles/{name}", get(profiles::serve))
        .route("/events", get(events::follow))
        .fallback(command::handle)
        .with_state(app)
        .layer(CompressionLayer::new())
        .merge(git)
        .layer(CatchPanicLayer::new())
        .layer(SetSensitiveResponseHeadersLayer::new([WWW_AUTHENTICATE]))
        .layer(TraceLayer::new_for_http())
        .layer(SetSensitiveRequestHeadersLayer::new([AUTHORIZATION]))
}
