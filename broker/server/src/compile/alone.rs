//! A compile by the broker of the command alone.

use std::sync::Arc;

use aq_db::compile_target::Target;
use pan_eval::Options;

use super::batch::{Batch, Together, Written};
use super::part;
use super::progress::Progress;
use super::ready::Place;
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
    for targets in targets.chunks(AT_ONCE) {
        let batch = Batch {
            targets,
            together,
            written: Written::Here(changes),
            options,
            progress: progress.clone(),
        };
        let failed = !all.failures.is_empty();
        all.add(part::compile(cx.db(), &app, batch, &Place::Kept, failed).await?);
    }
    Ok(all)
}
