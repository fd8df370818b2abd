//! Compiles objects inside a command's transaction and stores their profiles.
//!
//! A failing object fails the command: nothing is stored, the diagnostics are the answer.

mod alone;
mod batch;
mod debug;
mod failures;
mod outdated;
mod part;
mod progress;
mod questions;
mod ready;
mod rebuild;
mod results;
mod share;
mod size;
mod store;
mod stored;
mod touched;
pub mod work;
mod world;

pub use batch::{Batch, Together, Written, compile, describe};
pub use debug::DebugTemplates;
pub use failures::Failures;
pub use outdated::{outdated, up_to_date};
pub use progress::Progress;
pub use rebuild::rebuild;
pub use store::Compiled;
pub use stored::read as read_profile;
pub use touched::dependencies_of;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use aq_db::compile_target::{self, Target};
use aq_db::stale;
use pan_eval::Options;

use results::Said;

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
    // Only the first can be shared with other brokers, which do not see what this transaction stores.
    let mut branches: Vec<Vec<Target>> = branches.into_values().collect();
    branches.sort_by_key(|targets| Reverse(targets.len()));
    let options = Options {
        debug: touched.debug().map(DebugTemplates::filter),
        ..Options::default()
    };
    let mut compiled = Vec::new();
    let mut failures = Failures::default();
    let mut count = 0_usize;
    for (place, targets) in branches.iter().enumerate() {
        let together = Together::of(targets);
        let worth_it = place == 0 && options.debug.is_none() && share::is_worth_it(cx, targets.len()).await?;
        let shared = match worth_it {
            true => share::compile(cx, targets, &together, changes).await?,
            false => None,
        };
        let results = match shared {
            Some(results) => results,
            None => {
                let progress = Progress::of(&cx.entry, targets.len());
                alone::compile(cx, targets, &together, changes, &options, progress).await?
            }
        };
        tell(cx, &results.said);
        let failed = results.failures.len();
        for (object, problem) in &results.failures {
            failures.add(object, problem);
        }
        let total = targets.len();
        cx.say(format!("{}/{total} compiled", total.saturating_sub(failed)));
        count += total;
        // After a failure nothing will be kept.
        if failures.count() == 0 {
            compiled.extend(store::store(cx, targets, &results.ready, &results.texts).await?);
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
fn tell(cx: &Cx, said: &[Said]) {
    let mut deprecated = BTreeSet::new();
    for said in said {
        match said.deprecated {
            true => {
                deprecated.insert(said.text.as_str());
            }
            false => cx.say(format!("{}: {}", said.object, said.text)),
        }
    }
    deprecated.into_iter().for_each(|text| cx.say(text));
}
