//! A compile by the broker of the command alone.

use std::sync::Arc;

use aq_db::compile_target::Target;
use pan_eval::Options;

use super::batch::{self, Batch, Together, Written};
use super::progress::Progress;
use super::ready::{self, Place};
use super::results::Results;
use crate::command::Cx;
use crate::error::Result;
use crate::plenary::Change;

/// Objects whose profiles are in memory at a time.
const AT_ONCE: usize = 1000;

/// Compiles objects of one branch and commit; their bytes are put where profiles are kept, unless something fails.
pub async fn compile(
    cx: &mut Cx,
    targets: &[Target],
    together: &Together,
    changes: &[Change],
    options: &Options,
    progress: Arc<Progress>,
) -> Result<Results> {
    let app = cx.app.clone();
    let mut all = Results::default();
    for part in targets.chunks(AT_ONCE) {
        let batch = Batch {
            targets: part,
            together,
            written: Written::Here(changes),
            options,
            progress: progress.clone(),
        };
        let (outcomes, told) = batch::compile(cx.db(), &app, batch).await?;
        let (mut results, made) = Results::of(part, outcomes, app.config.compile_limits.output_mb);
        // After a failure nothing will be kept.
        if results.failures.is_empty() && all.failures.is_empty() {
            results.ready = ready::put(cx.db(), &Place::Kept, made, &told).await?;
            results.texts = told.texts();
        }
        all.add(results);
    }
    Ok(all)
}
