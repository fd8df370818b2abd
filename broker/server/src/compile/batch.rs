//! Compiles the objects of one branch on several threads.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aq_db::compile_target::Target;
use aq_db::profile::DependencyKind;
use aq_git::CommitId;
use pan_diagnostics::Diagnostic;
use pan_eval::{Options, Outcome};
use tokio::sync::mpsc;

use super::questions;
use super::world::{BranchWorld, PlenarySource};
use crate::command::Cx;
use crate::error::{CommandError, Result};
use crate::plenary::Change;

/// Stack of a compiling thread: deep templates recurse.
const STACK: usize = 256 << 20;
/// Objects whose earlier dependencies are looked up before a compile.
const SAMPLE: usize = 20;

/// The outcomes in the order of the targets, which all belong to one branch.
pub async fn compile(
    cx: &mut Cx,
    targets: &[Target],
    changes: &[Change],
    options: &Options,
) -> Result<Vec<Outcome>> {
    let Some(first) = targets.first() else {
        return Ok(Vec::new());
    };
    let commit = first.commit.as_deref().ok_or_else(|| {
        CommandError::argument(format!("Branch {} has no commit yet.", first.branch))
            .hint("Import templates with `aqd import-templates`, or publish to it.")
    })?;
    let commit: CommitId = commit.parse().map_err(CommandError::internal)?;
    let tree = cx.app.repository.tree(commit).map_err(CommandError::internal)?;
    let known = prefetch(cx, first.branch_id, targets, changes).await?;
    let (sender, receiver) = mpsc::unbounded_channel();
    let objects: Arc<Vec<String>> = Arc::new(targets.iter().map(|t| t.object.clone()).collect());
    let together: HashSet<String> = objects.iter().cloned().collect();
    let world = Arc::new(BranchWorld::new(tree, together, known, sender));

    let next = Arc::new(AtomicUsize::new(0));
    let threads = cx.app.compile_threads.min(objects.len()).max(1);
    let mut running = Vec::with_capacity(threads);
    for _ in 0..threads {
        let (world, objects, next, app) = (world.clone(), objects.clone(), next.clone(), cx.app.clone());
        let options = options.clone();
        let (done, result) = tokio::sync::oneshot::channel();
        std::thread::Builder::new()
            .name("compile".into())
            .stack_size(STACK)
            .spawn(move || {
                let mut outcomes = Vec::new();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(object) = objects.get(index) else { break };
                    outcomes.push((index, app.engine.compile(world.as_ref(), object, &options)));
                }
                drop(world);
                // The command may have been cancelled; then nobody waits.
                let _ = done.send(outcomes);
            })
            .map_err(CommandError::internal)?;
        running.push(result);
    }
    drop(world);
    // Ends when the last thread has dropped its world.
    questions::answer(cx, first.branch_id, receiver).await;
    let mut outcomes: Vec<Option<Outcome>> = objects.iter().map(|_| None).collect();
    for result in running {
        for (index, outcome) in result
            .await
            .map_err(|_| CommandError::internal("a compiling thread died"))?
        {
            if let Some(place) = outcomes.get_mut(index) {
                *place = Some(outcome);
            }
        }
    }
    outcomes
        .into_iter()
        .map(|o| o.ok_or_else(|| CommandError::internal("an object was not compiled")))
        .collect()
}

/// One statement for everything that the objects read the last time and what the command just wrote; anything else is
/// asked for one by one.
async fn prefetch(
    cx: &mut Cx,
    branch: i64,
    targets: &[Target],
    changes: &[Change],
) -> Result<HashMap<String, Option<PlenarySource>>> {
    let objects: Vec<String> = targets.iter().map(|t| t.object.clone()).collect();
    let mut names = templates_read(cx, &objects).await?;
    names.extend(objects);
    names.extend(changes.iter().map(|c| c.name.clone()));
    let mut known: HashMap<String, Option<PlenarySource>> = names.iter().map(|n| (n.clone(), None)).collect();
    for row in aq_db::plenary::get_many(cx.db(), Some(branch), &names).await? {
        known.insert(row.name.clone(), Some(questions::source(&row)));
    }
    Ok(known)
}

/// The templates that the objects read when they were compiled before.
async fn templates_read(cx: &mut Cx, objects: &[String]) -> Result<Vec<String>> {
    let mut names = BTreeSet::new();
    // Objects of one personality read the same templates: a few of them tell nearly all names.
    for object in objects.iter().take(SAMPLE) {
        let read = aq_db::profile::dependencies(cx.db(), object).await?;
        names.extend(
            read.into_iter()
                .filter(|d| d.kind == DependencyKind::Template)
                .map(|d| d.name),
        );
    }
    Ok(names
        .into_iter()
        .filter(|n| super::world::may_be_plenary(n))
        .collect())
}

/// What the user reads about an object that does not compile.
pub fn describe(object: &str, diagnostics: &[Diagnostic]) -> String {
    let mut text = format!("{object}:\n");
    for diagnostic in diagnostics {
        text.push_str(pan_diagnostics::render::human(diagnostic, false).trim_end());
        text.push('\n');
    }
    text
}
