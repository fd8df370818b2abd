//! Compiles the objects of one branch on several threads.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use aq_db::PgConnection;
use aq_db::compile_target::Target;
use aq_db::profile::DependencyKind;
use aq_git::CommitId;
use pan_diagnostics::Diagnostic;
use pan_eval::{Options, Outcome};
use tokio::sync::mpsc;

use super::progress::Progress;
use super::questions::{self, Asker};
use super::world::{BranchWorld, PlenarySource, Told};
use crate::app::App;
use crate::error::{CommandError, Result};
use crate::plenary::Change;

/// Objects whose earlier dependencies are looked up before a compile.
const SAMPLE: usize = 20;

/// Objects that see each other as they will be; any other is what it was when it was last compiled.
#[derive(Debug, Clone)]
pub struct Together(Arc<HashSet<String>>);

impl Together {
    /// These objects.
    pub fn of(targets: &[Target]) -> Together {
        Together::named(targets.iter().map(|t| t.object.clone()))
    }

    /// The objects with these names.
    pub fn named(objects: impl IntoIterator<Item = String>) -> Together {
        Together(Arc::new(objects.into_iter().collect()))
    }

    /// Their names.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().cloned().collect()
    }
}

/// Whose templates a compile sees.
#[derive(Debug, Clone, Copy)]
pub enum Written<'a> {
    /// Those of the transaction in which it happens, which wrote these.
    Here(&'a [Change]),
    /// Those of the command that waits for this run at another broker.
    Run(i64),
}

/// What to compile.
pub struct Batch<'a> {
    /// The objects, which all belong to one branch and one commit.
    pub targets: &'a [Target],
    /// Those of them and of others that see each other as they will be.
    pub together: &'a Together,
    /// Whose templates they see.
    pub written: Written<'a>,
    /// What templates may print.
    pub options: &'a Options,
    /// Who is told how far it is.
    pub progress: Arc<Progress>,
}

/// The outcomes in the order of the targets. Those they refer to and that are in `together` are compiled too, and
/// forgotten. With it what the compile was told of plenaries and of other objects.
pub async fn compile(
    conn: &mut PgConnection,
    app: &Arc<App>,
    batch: Batch<'_>,
) -> Result<(Vec<Outcome>, Arc<Told>)> {
    let targets = batch.targets;
    let Some(first) = targets.first() else {
        return Ok((Vec::new(), Arc::default()));
    };
    let commit = first.commit.as_deref().ok_or_else(|| {
        CommandError::argument(format!("Branch {} has no commit yet.", first.branch))
            .hint("Import templates with `aqd import-templates`, or publish to it.")
    })?;
    let commit: CommitId = commit.parse().map_err(CommandError::internal)?;
    let tree = app.repository.tree(commit).map_err(CommandError::internal)?;
    let asker = Asker {
        branch_id: first.branch_id,
        run: match batch.written {
            Written::Here(_) => None,
            Written::Run(run) => Some(run),
        },
    };
    let known = prefetch(conn, asker, targets, batch.written).await?;
    let (sender, receiver) = mpsc::unbounded_channel();
    let objects: Arc<Vec<String>> = Arc::new(targets.iter().map(|t| t.object.clone()).collect());
    let world = BranchWorld::new(tree, batch.together.0.clone(), known, sender);
    let told = world.told();

    let threads = NonZeroUsize::new(app.compile_threads.min(objects.len())).unwrap_or(NonZeroUsize::MIN);
    let (app, progress, options) = (app.clone(), batch.progress, batch.options.clone());
    let (names, others, (done, result)) = (objects.clone(), told.clone(), tokio::sync::oneshot::channel());
    std::thread::Builder::new()
        .name("compile".into())
        .spawn(move || {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let finished = Finished::new(&progress, &names, &others);
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
    questions::answer(conn, asker, receiver).await;
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
struct Finished<'p> {
    progress: &'p Progress,
    wanted: HashSet<&'p str>,
    others: &'p Told,
    outcomes: Mutex<HashMap<String, Outcome>>,
}

impl<'p> Finished<'p> {
    fn new(progress: &'p Progress, objects: &[&'p str], others: &'p Told) -> Self {
        Self {
            progress,
            wanted: objects.iter().copied().collect(),
            others,
            outcomes: Mutex::default(),
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
        let mut outcomes = self.outcomes.lock().unwrap_or_else(PoisonError::into_inner);
        outcomes.insert(object.to_owned(), outcome);
        drop(outcomes);
        self.progress.add(1);
    }

    fn outcomes(self) -> HashMap<String, Outcome> {
        self.outcomes.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the objects read the last time, what is their own, and what the command just wrote, with few statements; anything else is
/// asked for one by one.
async fn prefetch(
    conn: &mut PgConnection,
    asker: Asker,
    targets: &[Target],
    written: Written<'_>,
) -> Result<HashMap<String, Option<PlenarySource>>> {
    let objects: Vec<String> = targets.iter().map(|t| t.object.clone()).collect();
    let mut names = templates_read(conn, &objects).await?;
    names.extend(objects);
    if let Written::Here(changes) = written {
        names.extend(changes.iter().map(|c| c.name.clone()));
    }
    let branch = asker.branch_id;
    let mut known: HashMap<String, Option<PlenarySource>> = names.iter().map(|n| (n.clone(), None)).collect();
    for row in aq_db::plenary::get_many(conn, Some(branch), &names).await? {
        known.insert(row.name.clone(), Some(PlenarySource::new(&row.content)));
    }
    // What is made from a host or its machine is read by that host, mostly.
    let hosts: Vec<i64> = targets.iter().map(|t| t.host_id).collect();
    for (name, text) in aq_db::plenary::of_hosts(conn, branch, &hosts).await? {
        known.insert(name, Some(PlenarySource::new(&text)));
    }
    if let Written::Run(run) = written {
        let names: Vec<String> = known.keys().cloned().collect();
        for written in aq_db::compile_job::written(conn, run, &names).await? {
            known.insert(written.name, written.text.as_deref().map(PlenarySource::new));
        }
    }
    Ok(known)
}

/// The templates that the objects read when they were compiled before.
async fn templates_read(conn: &mut PgConnection, objects: &[String]) -> Result<Vec<String>> {
    let mut names = BTreeSet::new();
    // Objects of one personality read the same templates: a few of them tell nearly all names.
    for object in objects.iter().take(SAMPLE) {
        let read = aq_db::profile::dependencies(conn, object).await?;
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
