//! Merges, in memory: nothing is checked out, and no ref moves.

use git2::{MergeOptions, Repository};

use crate::error::GitError;
use crate::gather::write_commit;
use crate::id::CommitId;
use crate::import::Author;
use crate::refs::find_commit;
use crate::repo::Repo;

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merge {
    /// A merge commit, which no ref names yet.
    Commit(CommitId),
    /// The changes are there already.
    Nothing,
    /// These paths were changed on both sides in ways that do not go together; sorted.
    Conflicts(Vec<String>),
}

impl Repo {
    /// Merges `theirs` into `ours`. There is a merge commit even where the branch could simply be moved, so that its
    /// message tells who brought the changes and why.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`]; [`GitError::Git`] for a damaged repository.
    pub fn merge(
        &self,
        ours: CommitId,
        theirs: CommitId,
        renames: bool,
        author: &Author,
        message: &str,
    ) -> Result<Merge, GitError> {
        if self.contains(ours, theirs)? {
            return Ok(Merge::Nothing);
        }
        let conflicts = self
            .shared
            .pool
            .with(|repository| conflicts(repository, ours, theirs, renames))?;
        if !conflicts.is_empty() {
            return Ok(Merge::Conflicts(conflicts));
        }
        let commit = self.gather(|repository| {
            let (first, second) = (find_commit(repository, ours)?, find_commit(repository, theirs)?);
            let mut index = repository.merge_commits(&first, &second, Some(&options(renames)))?;
            let tree = repository.find_tree(index.write_tree_to(repository)?)?;
            write_commit(repository, author, message, &tree, &[&first, &second])
        })?;
        Ok(Merge::Commit(commit))
    }

    /// Makes `commit` part of a branch whose files stay as they are: with `branch` as first parent, or as its first commit.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`].
    pub fn bury(
        &self,
        branch: Option<CommitId>,
        commit: CommitId,
        author: &Author,
        message: &str,
    ) -> Result<CommitId, GitError> {
        self.gather(|repository| {
            let buried = find_commit(repository, commit)?;
            let first = branch.map(|id| find_commit(repository, id)).transpose()?;
            let tree = first.as_ref().unwrap_or(&buried).tree()?;
            let parents: Vec<&git2::Commit<'_>> = first.iter().chain([&buried]).collect();
            write_commit(repository, author, message, &tree, &parents)
        })
    }
}

fn options(renames: bool) -> MergeOptions {
    let mut options = MergeOptions::new();
    options.find_renames(renames);
    options
}

fn conflicts(
    repository: &Repository,
    ours: CommitId,
    theirs: CommitId,
    renames: bool,
) -> Result<Vec<String>, GitError> {
    let (first, second) = (find_commit(repository, ours)?, find_commit(repository, theirs)?);
    let index = repository.merge_commits(&first, &second, Some(&options(renames)))?;
    if !index.has_conflicts() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for conflict in index.conflicts()? {
        let conflict = conflict?;
        let sides = [conflict.our, conflict.their, conflict.ancestor];
        if let Some(side) = sides.into_iter().flatten().next() {
            paths.push(String::from_utf8_lossy(&side.path).into_owned());
        }
    }
    paths.sort();
    paths.dedup();
    Ok(paths)
}
