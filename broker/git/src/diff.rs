//! What differs between two commits.

use std::collections::BTreeSet;
use std::ops::Bound;

use git2::{Delta, DiffFormat, DiffOptions, Repository};

use crate::error::GitError;
use crate::history::{CommitInfo, info};
use crate::id::CommitId;
use crate::refs::find_commit;
use crate::repo::Repo;
use crate::tree::LINKS;

/// Most names that changed files may have. The largest template libraries have some ten thousand files.
const NAMES: usize = 500_000;

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its content or its mode is another.
    Modified,
}

/// A file that differs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangedFile {
    /// Path in the tree.
    pub path: String,
    /// What happened to it.
    pub change: Change,
}

impl Repo {
    /// The files that differ, by path; a renamed one is removed and added.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`].
    pub fn changed_files(&self, old: CommitId, new: CommitId) -> Result<Vec<ChangedFile>, GitError> {
        self.shared
            .pool
            .with(|repository| changed_files(repository, old, new))
    }

    /// Every path under which a file that differs can be read, through symbolic links too; sorted.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`]; [`GitError::Names`] when links lead into one another without end.
    pub fn changed_paths(&self, old: CommitId, new: CommitId) -> Result<Vec<String>, GitError> {
        let files = self.changed_files(old, new)?;
        let mut paths: BTreeSet<String> = files.into_iter().map(|file| file.path).collect();
        for commit in [old, new] {
            let tree = self.tree(commit)?;
            let links = tree.links();
            for _ in 0..=LINKS {
                let before = paths.len();
                for (link, target) in &links {
                    let mut behind = below(&paths, target);
                    // A link that itself differs leads to everything that is behind it.
                    if paths.contains(link) {
                        behind.extend(tree.paths_below(target));
                    }
                    // Links into the directories that they are in give names without end.
                    if paths.len() + behind.len() > NAMES {
                        return Err(GitError::Names(NAMES));
                    }
                    paths.extend(behind.into_iter().map(|rest| format!("{link}{rest}")));
                }
                if paths.len() == before {
                    break;
                }
            }
        }
        Ok(paths.into_iter().collect())
    }

    /// The differences as a patch in Git's form, as many whole lines of it as `limit` bytes hold, and whether that is all.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`].
    pub fn patch(&self, old: CommitId, new: CommitId, limit: usize) -> Result<(String, bool), GitError> {
        self.shared.pool.with(|repository| {
            let (before, after) = (
                find_commit(repository, old)?.tree()?,
                find_commit(repository, new)?.tree()?,
            );
            let mut diff = repository.diff_tree_to_tree(Some(&before), Some(&after), None)?;
            diff.find_similar(None)?;
            let mut text = Vec::new();
            let mut whole = true;
            // Stopping the walk is reported as an error, which it is not here.
            let walked = diff.print(DiffFormat::Patch, |_, _, line| {
                let signed = matches!(line.origin(), '+' | '-' | ' ');
                if text.len() + usize::from(signed) + line.content().len() > limit {
                    whole = false;
                    return false;
                }
                if signed {
                    text.extend(line.origin().to_string().bytes());
                }
                text.extend_from_slice(line.content());
                true
            });
            match walked {
                Err(error) if whole => Err(error.into()),
                _ => Ok((String::from_utf8_lossy(&text).into_owned(), whole)),
            }
        })
    }

    /// The commits of `new` that `old` does not contain, children first, at most `limit`.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`].
    pub fn commits_between(
        &self,
        old: CommitId,
        new: CommitId,
        limit: usize,
    ) -> Result<Vec<CommitInfo>, GitError> {
        self.shared.pool.with(|repository| {
            find_commit(repository, old)?;
            find_commit(repository, new)?;
            let mut walk = repository.revwalk()?;
            walk.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::TIME)?;
            walk.push(new.0)?;
            walk.hide(old.0)?;
            let mut found = Vec::new();
            for id in walk.take(limit) {
                found.push(info(&repository.find_commit(id?)?));
            }
            Ok(found)
        })
    }

    /// Do both commits hold the same files?
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`].
    pub fn same_files(&self, one: CommitId, other: CommitId) -> Result<bool, GitError> {
        self.shared.pool.with(|repository| {
            Ok(find_commit(repository, one)?.tree_id() == find_commit(repository, other)?.tree_id())
        })
    }
}

fn changed_files(
    repository: &Repository,
    old: CommitId,
    new: CommitId,
) -> Result<Vec<ChangedFile>, GitError> {
    let (before, after) = (
        find_commit(repository, old)?.tree()?,
        find_commit(repository, new)?.tree()?,
    );
    let mut options = DiffOptions::new();
    options.include_typechange(true).skip_binary_check(true);
    let diff = repository.diff_tree_to_tree(Some(&before), Some(&after), Some(&mut options))?;
    let mut files = Vec::new();
    for delta in diff.deltas() {
        let (file, change) = match delta.status() {
            Delta::Added => (delta.new_file(), Change::Added),
            Delta::Deleted => (delta.old_file(), Change::Removed),
            _ => (delta.new_file(), Change::Modified),
        };
        if let Some(path) = file.path_bytes() {
            files.push(ChangedFile {
                path: String::from_utf8_lossy(path).into_owned(),
                change,
            });
        }
    }
    files.sort();
    Ok(files)
}

/// What is left of the paths below a directory (with its slash), or nothing of the path itself.
fn below(paths: &BTreeSet<String>, directory: &str) -> Vec<String> {
    paths
        .range::<str, _>((Bound::Included(directory), Bound::Unbounded))
        .map_while(|path| path.strip_prefix(directory))
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
        .map(str::to_owned)
        .collect()
}
