//! A compile that the brokers of a database share: the side of the command.
//!
//! The command writes down jobs and then takes jobs itself, like every other broker ([`super::work`]), until all are done.
//! Nothing of it depends on the others: a job that they leave is free for this one.

use std::collections::HashMap;
use std::time::Duration;

use aq_db::compile_job::{self, Job, Run, Written};
use aq_db::compile_target::Target;
use aq_db::{DbError, profile};
use pan_eval::Options;

use super::progress::Progress;
use super::results::{HELPERS, Results};
use super::{Together, alone};
use crate::command::Cx;
use crate::error::{CommandError, Result};
use crate::fault::{self, Point};
use crate::plenary::Change;

/// How often jobs are looked at without being told: a broker that dies tells nobody.
const ROUND: Duration = Duration::from_secs(1);

/// Are these so many objects that others should help, and are there others?
pub async fn is_worth_it(cx: &mut Cx, objects: usize) -> Result<bool> {
    let from = cx.app.config.compile_share.from;
    if from == 0 || objects < from {
        return Ok(false);
    }
    Ok(compile_job::brokers(cx.db(), HELPERS).await? > 1)
}

/// Compiles objects of one branch and commit together with the other brokers; `None` when they cannot be asked. The command must
/// not have stored profiles yet: the others would not see them.
pub async fn compile(
    cx: &mut Cx,
    targets: &[Target],
    together: &Together,
    changes: &[Change],
) -> Result<Option<Results>> {
    let Some(first) = targets.first() else {
        return Ok(None);
    };
    // The others do not pass on what is kept already.
    profile::hold_contents(cx.db()).await?;
    let run = compile_job::reserve(cx.db()).await?;
    let Some(jobs) = open(cx, run, first, targets, together, changes).await? else {
        return Ok(None);
    };
    fault::pass(Point::RunOpened);
    let progress = Progress::of(&cx.entry, targets.len());
    let by_name: HashMap<&str, &Target> = targets.iter().map(|t| (t.object.as_str(), t)).collect();
    let mut news = cx.app.jobs.news();
    let mut results = Results::default();
    let (mut known, mut own) = (Vec::new(), 0);
    loop {
        news.borrow_and_update();
        for (job, json) in compile_job::results(cx.db(), run, &known).await? {
            let passed = Results::passed(&json).map_err(CommandError::internal)?;
            progress.add(passed.count);
            results.add(passed);
            known.push(job);
        }
        if known.len() + own >= jobs {
            break;
        }
        if let Some((_, job)) = compile_job::take_own(cx.db(), run).await? {
            let targets: Vec<Target> = job
                .objects
                .iter()
                .filter_map(|object| by_name.get(object.as_str()).copied().cloned())
                .collect();
            let options = Options::default();
            let progress = progress.clone();
            results.add(alone::compile(cx, &targets, together, changes, &options, progress).await?);
            own += 1;
            continue;
        }
        // An error means that nobody tells any more; then there is still the time.
        let _ = tokio::time::timeout(ROUND, news.changed()).await;
    }
    cx.debug(format!("{own} of {jobs} jobs compiled here"));
    if results.failures.is_empty() {
        compile_job::keep_contents(cx.db(), run).await?;
    }
    // With the end of the command, in whichever way, the run is over for everybody.
    compile_job::close(cx.db(), run).await?;
    results.sort();
    Ok(Some(results))
}

/// Writes the run down for everybody, and gives the number of its jobs; nothing when this broker has no connection left for it.
async fn open(
    cx: &Cx,
    id: i64,
    first: &Target,
    targets: &[Target],
    together: &Together,
    changes: &[Change],
) -> Result<Option<usize>> {
    let mut tx = match cx.app.db.begin().await {
        // Commands that wait for each other's connections would all fail.
        Err(DbError::Unavailable(_)) => return Ok(None),
        begun => begun?,
    };
    let run = Run {
        branch_id: first.branch_id,
        branch: first.branch.clone(),
        commit: first.commit.clone().unwrap_or_default(),
        engine_version: HELPERS.to_owned(),
        together: together.names(),
        request_id: cx.request_id,
    };
    let written: Vec<Written> = changes
        .iter()
        .filter(|change| {
            change
                .branch
                .as_ref()
                .is_none_or(|branch| *branch == first.branch)
        })
        .map(|change| Written {
            name: change.name.clone(),
            text: change.after.clone(),
        })
        .collect();
    let jobs: Vec<Job> = targets
        .chunks(cx.app.config.compile_share.job.max(1))
        .map(|part| Job {
            hosts: part.iter().map(|target| target.host_id).collect(),
            objects: part.iter().map(|target| target.object.clone()).collect(),
        })
        .collect();
    compile_job::open(&mut tx, id, &run, &written, &jobs).await?;
    tx.commit().await.map_err(DbError::from)?;
    Ok(Some(jobs.len()))
}
