//! Compiles objects inside a command's transaction and stores their profiles.
//!
//! A failing object fails the command: nothing is stored, the diagnostics are the answer.

mod batch;
mod debug;
mod failures;
mod outdated;
mod questions;
mod rebuild;
mod size;
mod store;
mod stored;
mod touched;
mod world;

pub use batch::{Together, compile, describe};
pub use debug::DebugTemplates;
pub use failures::Failures;
pub use outdated::outdated;
pub use rebuild::rebuild;
pub use store::Compiled;
pub use stored::read as read_profile;
pub use touched::dependencies_of;

use std::collections::{BTreeMap, BTreeSet};

use aq_db::compile_target::{self, Target};
use aq_db::stale;
use pan_eval::{MessageKind, Options, Outcome};

use store::Made;

use crate::app::MEGABYTE;
use crate::command::Cx;
use crate::error::{CommandError, Result};
use crate::plenary::{Change, Touched};

/// Name and version of the engine as recorded with every profile: the same inputs and the same engine give the same
/// bytes.
pub const ENGINE_VERSION: &str = concat!("pan-engine ", env!("CARGO_PKG_VERSION"));

/// Compiles what the command asked for, branch by branch, and stores the profiles in its transaction.
pub async fn run(cx: &mut Cx, touched: &Touched, changes: &[Change]) -> Result<Vec<Compiled>> {
    let hosts: Vec<i64> = touched.compile().collect();
    if hosts.is_empty() {
        return Ok(Vec::new());
    }
    let targets = compile_target::of_hosts(cx.db(), &hosts).await?;
    if targets.is_empty() {
        cx.say("No object profiles: nothing to do.");
        return Ok(Vec::new());
    }
    let objects: Vec<String> = targets.iter().map(|target| target.object.clone()).collect();
    // What changes from here on is marked still when this is done.
    let marks = stale::marks(cx.db(), &objects).await?;
    // Hosts of one sandbox have the templates of their authors.
    let mut branches: BTreeMap<(i64, Option<String>), Vec<Target>> = BTreeMap::new();
    for target in targets {
        let key = (target.branch_id, target.commit.clone());
        branches.entry(key).or_default().push(target);
    }
    let options = Options {
        debug: touched.debug().map(DebugTemplates::filter),
        ..Options::default()
    };
    let largest = cx.app.config.compile_limits.output_mb;
    let mut compiled = Vec::new();
    let mut failures = Failures::default();
    let mut count = 0_usize;
    for (_, targets) in branches {
        let total = targets.len();
        let failed_before = failures.count();
        let together = Together::of(&targets);
        let (outcomes, told) = batch::compile(cx, &targets, &together, changes, &options).await?;
        tell(cx, &targets, &outcomes);
        let mut made = Vec::with_capacity(total);
        for (target, outcome) in targets.iter().zip(outcomes) {
            match outcome.profile {
                Some(profile) if !size::is_within(&profile.root, largest.saturating_mul(MEGABYTE)) => {
                    let problem = format!(
                        "error: the profile has more than {largest} MB (compile_limits.output_mb of the broker)\n"
                    );
                    failures.add(&target.object, &problem);
                }
                Some(profile) => made.push(Made {
                    target,
                    profile,
                    reads: outcome.reads,
                }),
                None => failures.add(&target.object, &batch::describe(&outcome.diagnostics)),
            }
        }
        cx.say(format!(
            "{}/{total} compiled",
            (total + failed_before).saturating_sub(failures.count())
        ));
        count += total;
        // After a failure nothing will be kept.
        if failures.count() == 0 {
            compiled.extend(store::store(cx, &made, &told).await?);
        }
    }
    if failures.count() == 0 {
        stale::unmark(cx.db(), &marks).await?;
        let changed: Vec<String> = compiled
            .iter()
            .filter(|object| object.changed())
            .map(|object| object.object.clone())
            .collect();
        stale::mark_readers_of_objects(cx.db(), &changed, &objects).await?;
        return Ok(compiled);
    }
    Err(CommandError::compile(format!(
        "{}\nCompilation failed: {} of {} objects. Nothing was changed.",
        failures.describe(),
        failures.count(),
        count,
    )))
}

/// Passes on what templates print. What is deprecated is so for every object that includes it: once is enough.
fn tell(cx: &Cx, targets: &[Target], outcomes: &[Outcome]) {
    let mut deprecated = BTreeSet::new();
    for (target, outcome) in targets.iter().zip(outcomes) {
        for message in &outcome.messages {
            match message.kind {
                MessageKind::Deprecated => {
                    deprecated.insert(message.text.as_str());
                }
                _ => cx.say(format!("{}: {}", target.object, message.text)),
            }
        }
    }
    deprecated.into_iter().for_each(|text| cx.say(text));
}
