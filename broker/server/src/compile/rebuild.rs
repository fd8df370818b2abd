//! Makes a profile of the past again, from what is recorded of it.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use aq_db::profile::{Past, Record};
use aq_git::{CommitId, GitError};
use pan_eval::{Options, Outcome};
use pan_output::Format;
use pan_value::Value;

use super::ready::render;
use super::world::BranchWorld;
use super::{batch, size, stored};
use crate::app::MEGABYTE;
use crate::command::Cx;
use crate::error::{CommandError, Result};

/// What this engine makes of a record.
pub struct Rebuilt {
    /// The profile.
    pub root: Value,
    /// Its XML form.
    pub xml: Vec<u8>,
    /// Its JSON form.
    pub json: Vec<u8>,
}

/// Compiles an object with the templates of the recorded commit and the recorded plenaries, whatever they are now.
/// Stores nothing.
pub async fn rebuild(cx: &mut Cx, object: &str, past: &Past, record: Record) -> Result<Rebuilt> {
    let commit: CommitId = past.commit_id.parse().map_err(CommandError::internal)?;
    let tree = cx.app.repository.tree(commit).map_err(|error| match error {
        GitError::CommitNotFound(_) => CommandError::not_found("Commit", &past.commit_id).hint(format!(
            "Version {} was compiled with it; it is no longer in the template repository.",
            past.profile_id
        )),
        other => CommandError::internal(other),
    })?;
    let others = record
        .sources
        .iter()
        .map(|(name, gzip)| stored::read(name, gzip).map_err(CommandError::internal))
        .collect::<Result<Vec<_>>>()?;
    let world = BranchWorld::of_record(tree, record.plenaries, others);
    let (app, name) = (cx.app.clone(), object.to_owned());
    let (done, result) = tokio::sync::oneshot::channel();
    std::thread::Builder::new()
        .name("rebuild".into())
        .spawn(move || {
            let found: Mutex<Option<Outcome>> = Mutex::default();
            let deliver = |delivered: &str, outcome: Outcome| {
                if delivered == name {
                    *found.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
                }
            };
            let options = Options::default();
            app.engine
                .compile_many(&world, &[&name], &options, NonZeroUsize::MIN, &deliver);
            // The command may have been cancelled; then nobody waits.
            let _ = done.send(found.into_inner().unwrap_or_else(PoisonError::into_inner));
        })
        .map_err(CommandError::internal)?;
    let outcome = result
        .await
        .map_err(|_| CommandError::internal("the compiling thread died"))?
        .ok_or_else(|| CommandError::internal("the object was not compiled"))?;
    let Some(profile) = outcome.profile else {
        return Err(
            CommandError::compile(format!("{object}:\n{}", batch::describe(&outcome.diagnostics))).hint(
                format!(
                    "{} made version {}; this is {}.",
                    past.engine_version,
                    past.profile_id,
                    super::ENGINE_VERSION
                ),
            ),
        );
    };
    let largest = cx.app.config.compile_limits.output_mb;
    if !size::is_within(&profile.root, largest.saturating_mul(MEGABYTE)) {
        return Err(CommandError::compile(format!(
            "{object}: the profile has more than {largest} MB (compile_limits.output_mb of the broker)"
        )));
    }
    Ok(Rebuilt {
        xml: render(&profile, Format::Pan)?,
        json: render(&profile, Format::Json)?,
        root: profile.root,
    })
}
