//! Compiles some objects and puts their bytes where they are wanted: the work of a command and of a job alike.

use std::sync::Arc;

use aq_db::PgConnection;

use super::batch::{self, Batch};
use super::ready::{self, Place};
use super::results::Results;
use crate::app::App;
use crate::error::Result;

/// What comes of the objects of a batch. With a failure among them, or when `failed` says that there was one before, nothing
/// is put: nothing will be kept.
pub async fn compile(
    conn: &mut PgConnection,
    app: &Arc<App>,
    batch: Batch<'_>,
    place: &Place,
    failed: bool,
) -> Result<Results> {
    let targets = batch.targets;
    let (outcomes, told) = batch::compile(conn, app, batch).await?;
    let (mut results, made) = Results::of(targets, outcomes, app.config.compile_limits.output_mb);
    if results.failures.is_empty() && !failed {
        results.ready = ready::put(conn, place, made, &told).await?;
        results.texts = told.texts();
    }
    Ok(results)
}
