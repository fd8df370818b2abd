//! Compiles the objects of one branch on several threads.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aq_db::compile_target::Target;
use aq_db::profile::DependencyKind;
use aq_git::CommitId;
use pan_diagnostics::Diagnostic;
use pan_eval::{Options, Outcome};
use tokio::sync::mpsc;

use super::questions;
use super::world::{BranchWorld, PlenarySource, Told};
use crate::command::Cx;
use crate::error::{CommandError, Result};
use crate::plenary::Change;
use crate::progress::{Entry, Level};

/// How often a long compile says how far it is.
const PROGRESS: Duration = Duration::from_secs(2);
/// Objects whose earlier dependencies are looked up before a compile.
const SAMPLE: usize = 20;

/// Objects that see each other as they will be; any other is what it was when it was last compiled.
#[derive(Debug, Clone)]
pub struct Together(Arc<HashSet<String>>);

impl Together {
    /// These objects.
    pub fn of(targets: &[Target]) -> Together {
        Together(Arc::new(targets.iter().map(|t| t.object.clone()).collect()))
    }
}

/// The outcomes in the order of the targets, which all belong to one branch and one commit. Those they refer to and that are
/// in `together` are compiled too, and forgotten. With it what the compile was told of plenaries and of other objects.
pub async fn compile(
    cx: &mut Cx,
    targets: &[Target],
    together: &Together,
    changes: &[Change],
    options: &Options,
) -> Result<(Vec<Outcome>, Arc<Told>)> {
    let Some(first) = targets.first() else {
        return Ok((Vec::new(), Arc::default()));
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
    let world = BranchWorld::new(tree, together.0.clone(), known, sender);
    let told = world.told();

    let threads = NonZeroUsize::new(cx.app.compile_threads.min(objects.len())).unwrap_or(NonZeroUsize::MIN);
    let (app, entry, options) = (cx.app.clone(), cx.entry.clone(), options.clone());
    let (names, others, (done, result)) = (objects.clone(), told.clone(), tokio::sync::oneshot::channel());
    std::thread::Builder::new()
        .name("compile".into())
        .spawn(move || {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let finished = Finished::new(&entry, &names, &others);
            app.engine
                .compile_many(&world, &names, &options, threads, &|name, outcome| {
                    finished.add(name, outcome);
                });
            drop(world);
            // The command may have been cancelled; then nobody waits.
            let _ = done.send(finished.outcomes());
        })
        .map_err(CommandError::internal)?;
    // Ends when the thread has dropped its world.
    questions::answer(cx, first.branch_id, receiver).await;
    let mut outcomes = result
        .await
        .map_err(|_| CommandError::internal("the compiling thread died"))?;
    let ordered = objects
        .iter()
        .map(|object| {
            outcomes
                .remove(object)
                .ok_or_else(|| CommandError::internal("an object was not compiled"))
        })
        .collect::<Result<Vec<_>>>()?;
    Ok((ordered, told))
}

/// What is done so far, and whoever watches.
struct Finished<'e> {
    entry: &'e Entry,
    wanted: HashSet<&'e str>,
    others: &'e Told,
    state: Mutex<(HashMap<String, Outcome>, Instant)>,
}

impl<'e> Finished<'e> {
    fn new(entry: &'e Entry, objects: &[&'e str], others: &'e Told) -> Self {
        Self {
            entry,
            wanted: objects.iter().copied().collect(),
            others,
            state: Mutex::new((HashMap::new(), Instant::now())),
        }
    }

    fn add(&self, object: &str, outcome: Outcome) {
        // Others are only looked at by these: what was seen is part of what they were made from.
        if !self.wanted.contains(object) {
            if let Some(profile) = outcome.profile {
                self.others.add_profile(profile);
            }
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0.insert(object.to_owned(), outcome);
        let count = state.0.len();
        if state.1.elapsed() >= PROGRESS && count < self.wanted.len() {
            state.1 = Instant::now();
            self.entry.say(
                Level::Client,
                format!("{count}/{} objects done", self.wanted.len()),
            );
        }
    }

    fn outcomes(self) -> HashMap<String, Outcome> {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).0
    }
}

/// What the objects read the last time, what is their own, and what the command just wrote, with few statements; anything else is
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
    // What is made from a host or its machine is read by that host, mostly.
    let hosts: Vec<i64> = targets.iter().map(|t| t.host_id).collect();
    for (name, text) in aq_db::plenary::of_hosts(cx.db(), branch, &hosts).await? {
        known.insert(name, Some(PlenarySource::new(&text)));
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
pub fn describe(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(pan_diagnostics::render::human(diagnostic, false).trim_end());
        text.push('\n');
    }
    text
}
