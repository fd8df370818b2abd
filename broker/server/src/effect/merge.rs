//! The effect of taking the changes of a branch into a domain.

use std::collections::HashSet;

use aq_db::branch::{self, Branch};
use aq_db::compile_target::{self, Target};
use aq_git::{Author, ChangedFile, CommitId, CommitInfo, Merge};
use pan_eval::{Options, Outcome};

use super::Effect;
use super::before;
use super::groups::Gatherer;
use crate::command::Cx;
use crate::commands::branches::_heads;
use crate::compile::{self, Batch, Progress, Together, Written};
use crate::error::Result;

/// Objects whose profiles are in memory at a time, before and after.
const CHUNK: usize = 250;
/// Commits that are listed.
const COMMITS: usize = 200;
/// Bytes of the patch that are shown.
const PATCH: usize = 128 << 10;

/// What a merge brings.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The commits that the domain does not have, newest first.
    pub commits: Vec<CommitInfo>,
    /// The files that differ afterwards.
    pub files: Vec<ChangedFile>,
    /// The same as a patch, and whether that is all of it.
    pub patch: (String, bool),
    /// Paths that both sides changed: it cannot be merged.
    pub conflicts: Vec<String>,
    /// The commit that the domain would have, unless there is nothing to merge or there are conflicts.
    pub commit: Option<CommitId>,
}

/// Merges a commit into a domain, in memory.
pub async fn of_merge(cx: &Cx, source: CommitId, target: CommitId) -> Result<Merged> {
    let repository = cx.app.repository.clone();
    let author = Author::now(cx.caller.name(), cx.caller.name());
    _heads::in_repository(move || {
        let commits = repository.commits_between(target, source, COMMITS)?;
        let (commit, conflicts) = match repository.merge(target, source, true, &author, "What if")? {
            Merge::Commit(commit) => (Some(commit), Vec::new()),
            Merge::Nothing => (None, Vec::new()),
            Merge::Conflicts(paths) => (None, paths),
        };
        let (files, patch) = match commit {
            Some(commit) => (
                repository.changed_files(target, commit)?,
                repository.patch(target, commit, PATCH)?,
            ),
            None => (Vec::new(), (String::new(), true)),
        };
        Ok(Merged {
            commits,
            files,
            patch,
            conflicts,
            commit,
        })
    })
    .await
}

/// Compiles every object of a domain, and of the domains that follow it by themselves, that differs in what it reads, with
/// the new commit, and with the old one unless it is served like that. Nothing is stored.
pub async fn of_commits(cx: &mut Cx, target: &Branch, old: CommitId, new: CommitId) -> Result<Effect> {
    let mut gatherer = Gatherer::default();
    of_branch(cx, target, old, new, &mut gatherer).await?;
    if target.autosync {
        for tracker in branch::trackers(cx.db(), target.id).await? {
            if let (true, Some(head)) = (tracker.autosync, tracker.commit_id.as_deref()) {
                of_branch(cx, &tracker, _heads::commit_id(head)?, new, &mut gatherer).await?;
            }
        }
    }
    Ok(gatherer.finish())
}

async fn of_branch(
    cx: &mut Cx,
    branch: &Branch,
    old: CommitId,
    new: CommitId,
    gatherer: &mut Gatherer,
) -> Result<()> {
    let hosts = _heads::touched(cx, branch.id, old, new).await?;
    let targets = compile_target::of_hosts(cx.db(), &hosts).await?;
    let all = Together::of(&targets);
    // What is served already need not be made again.
    let served: HashSet<String> = match branch.commit_id == Some(old.to_string()) {
        true => compile::up_to_date(cx, branch.id, &targets)
            .await?
            .into_iter()
            .collect(),
        false => HashSet::new(),
    };
    let mut done = 0;
    for chunk in targets.chunks(CHUNK) {
        let mut before = before::served(cx, chunk, &served).await?;
        let missing: Vec<Target> = chunk
            .iter()
            .filter(|target| !before.contains_key(&target.object))
            .cloned()
            .collect();
        for outcome in compiled(cx, missing, old, &all).await? {
            if let Some(profile) = outcome.profile {
                before.insert(profile.object.to_string(), profile);
            }
        }
        let after = compiled(cx, chunk.to_vec(), new, &all).await?;
        for (target, after) in chunk.iter().zip(&after) {
            gatherer.add(&target.object, before.get(&target.object), after);
        }
        done += chunk.len();
        if done < targets.len() {
            cx.say(format!("{done}/{} objects compared", targets.len()));
        }
    }
    Ok(())
}

/// What targets are with a commit. Nothing is stored.
async fn compiled(
    cx: &mut Cx,
    mut targets: Vec<Target>,
    commit: CommitId,
    together: &Together,
) -> Result<Vec<Outcome>> {
    for target in &mut targets {
        target.commit = Some(commit.to_string());
    }
    let batch = Batch {
        targets: &targets,
        together,
        written: Written::Here(&[]),
        options: &Options::default(),
        progress: Progress::of(&cx.entry, targets.len()),
    };
    let app = cx.app.clone();
    Ok(compile::compile(cx.db(), &app, batch).await?.0)
}
