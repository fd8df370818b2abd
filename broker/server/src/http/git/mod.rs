//! The repository over smart HTTP, for an unmodified git: fetching for everybody, pushing for the owners of sandboxes.
//!
//! Fetches are answered by the real `git upload-pack`. Pushes are taken in by the broker itself, since the head of a branch
//! is a row of the database: there is no `git receive-pack`, and so there are no hooks.

mod advertise;
mod answer;
mod fetch;
mod push;
mod report;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_http::decompression::RequestDecompressionLayer;

use crate::app::App;
use crate::error::{CommandError, Result};

/// Names under which the repository is served.
const NAMES: [&str; 2] = ["template-king", "template-king.git"];

/// What these routes need.
#[derive(Clone)]
struct Shared {
    app: Arc<App>,
    fetches: Arc<Semaphore>,
    pushes: Arc<Semaphore>,
}

/// How long a client waits for others to finish.
const PATIENCE: Duration = Duration::from_secs(60);

/// Leave to run one of the programs of which there may be so many at a time.
async fn permit(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit> {
    match tokio::time::timeout(PATIENCE, places.clone().acquire_owned()).await {
        Ok(permit) => permit.map_err(CommandError::internal),
        Err(_) => {
            let mut busy = CommandError::broken(
                "busy",
                "Too many others use the repository at the moment. Try again in a minute.",
                "all places are taken: settings `fetches` and `pushes` of [git]",
            );
            busy.status = 503;
            Err(busy)
        }
    }
}

/// The routes. Nothing bounds their bodies but what they do with them.
pub fn routes(app: Arc<App>) -> Router {
    let settings = app.config.git;
    let shared = Shared {
        app,
        fetches: Arc::new(Semaphore::new(settings.fetches.max(1))),
        pushes: Arc::new(Semaphore::new(settings.pushes.max(1))),
    };
    let mut router = Router::new();
    for name in NAMES {
        router = router
            .route(&format!("/git/{name}/info/refs"), get(advertise::refs))
            .route(&format!("/git/{name}/git-upload-pack"), post(fetch::upload_pack))
            .route(&format!("/git/{name}/git-receive-pack"), post(push::receive_pack));
    }
    // Clients compress what they ask for when it is long.
    router.with_state(shared).layer(RequestDecompressionLayer::new())
}
