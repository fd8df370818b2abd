//! What the commits that came in may hold.

use std::collections::{BTreeSet, HashSet};

use git2::{ErrorCode, Oid, Repository};

use super::Incoming;
use super::error::ReceiveError;
use super::limits::Limits;
use super::walk::Walk;
use crate::id::{BlobId, CommitId};
use crate::refs::find_commit;

/// A commit that came in and is as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// New commits, itself included.
    pub commits: usize,
    /// Files that these add or change, counted once per commit.
    pub files: usize,
    /// Template files of the commit that no known commit before it has in this form, by path.
    pub templates: Vec<NewTemplate>,
}

/// A template file that was added or changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NewTemplate {
    /// Path in the tree, with extension.
    pub path: String,
    /// Identity of the content.
    pub id: BlobId,
}

impl Incoming {
    /// Checks `commit` and every commit before it that none of `known` contains: all their objects are here, no
    /// submodules, no links out of the tree, no names that harm, nothing larger than the limits. A file that is the same
    /// as in a parent was checked with the parent. Reads from disk; the cost is that of what is new.
    ///
    /// # Errors
    /// The first thing that is wrong, with its path.
    pub fn check(
        &self,
        commit: CommitId,
        known: &[CommitId],
        limits: &Limits,
    ) -> Result<Checked, ReceiveError> {
        let repository = self.open()?;
        let new = new_commits(&repository, commit, known, limits.commits)?;
        let mut walk = Walk::new(&repository, limits);
        for id in &new {
            walk.commit(*id)?;
        }
        // The known commits that the new ones were made from.
        let is_new: HashSet<&Oid> = new.iter().collect();
        let mut before = BTreeSet::new();
        for id in &new {
            let parents = repository.find_commit(*id)?;
            before.extend(parents.parent_ids().filter(|parent| !is_new.contains(parent)));
        }
        let templates = match new.is_empty() {
            true => Vec::new(),
            false => walk.templates(commit.0, &before)?,
        };
        Ok(Checked {
            commits: new.len(),
            files: walk.files(),
            templates,
        })
    }
}

/// Parents before children, so that what is the same as in a parent is known to be good.
fn new_commits(
    repository: &Repository,
    commit: CommitId,
    known: &[CommitId],
    limit: usize,
) -> Result<Vec<Oid>, ReceiveError> {
    find_commit(repository, commit)?;
    let mut walk = repository.revwalk()?;
    walk.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::REVERSE)?;
    walk.push(commit.0)?;
    for id in known {
        match walk.hide(id.0) {
            Err(error) if error.code() != ErrorCode::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    let mut new = Vec::new();
    for id in walk {
        new.push(id.map_err(|error| match error.code() {
            ErrorCode::NotFound => ReceiveError::Incomplete("a commit is missing".into()),
            _ => error.into(),
        })?);
        if new.len() > limit {
            return Err(ReceiveError::TooManyCommits { limit });
        }
    }
    Ok(new)
}
