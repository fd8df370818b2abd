//! Branch refs.

use git2::{ErrorCode, Repository};

use crate::error::GitError;
use crate::id::CommitId;
use crate::name::BranchName;
use crate::repo::Repo;

impl Repo {
    /// The commit at the head of a branch.
    ///
    /// # Errors
    /// [`GitError::BranchNotFound`].
    pub fn resolve(&self, branch: &BranchName) -> Result<CommitId, GitError> {
        self.shared.pool.with(
            |repository| match repository.find_reference(&branch.reference()) {
                Ok(reference) => Ok(CommitId(reference.peel_to_commit()?.id())),
                Err(error) if error.code() == ErrorCode::NotFound => {
                    Err(GitError::BranchNotFound(branch.to_string()))
                }
                Err(error) => Err(error.into()),
            },
        )
    }

    /// Creates a branch. Creating it again at the same commit does nothing.
    ///
    /// # Errors
    /// [`GitError::BranchExists`] if it exists at another commit, [`GitError::CommitNotFound`].
    pub fn create_branch_ref(&self, branch: &BranchName, commit: CommitId) -> Result<(), GitError> {
        self.shared.pool.with(|repository| {
            find_commit(repository, commit)?;
            match repository.reference(&branch.reference(), commit.0, false, "branch created") {
                Ok(_) => Ok(()),
                Err(error) if error.code() == ErrorCode::Exists => {
                    let found = repository.refname_to_id(&branch.reference())?;
                    if found == commit.0 {
                        Ok(())
                    } else {
                        Err(GitError::BranchExists(branch.to_string()))
                    }
                }
                Err(error) => Err(error.into()),
            }
        })
    }

    /// Makes the ref of a branch what the database says, whatever it was. Can be repeated.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`].
    pub fn set_branch(&self, branch: &BranchName, commit: CommitId) -> Result<(), GitError> {
        self.shared.pool.with(|repository| {
            find_commit(repository, commit)?;
            repository.reference(&branch.reference(), commit.0, true, "branch updated")?;
            Ok(())
        })
    }

    /// Moves the ref of a branch to a commit if it still is where it was seen; otherwise somebody else has just moved it.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`].
    pub fn replace_branch(
        &self,
        branch: &BranchName,
        seen: Option<CommitId>,
        commit: CommitId,
    ) -> Result<(), GitError> {
        self.shared.pool.with(|repository| {
            find_commit(repository, commit)?;
            let (name, message) = (branch.reference(), "branch updated");
            let moved = match seen {
                Some(seen) => repository.reference_matching(&name, commit.0, true, seen.0, message),
                None => repository.reference(&name, commit.0, false, message),
            };
            match moved {
                Ok(_) => Ok(()),
                Err(error)
                    if matches!(
                        error.code(),
                        ErrorCode::Modified | ErrorCode::Exists | ErrorCode::NotFound | ErrorCode::Locked
                    ) =>
                {
                    Ok(())
                }
                Err(error) => Err(error.into()),
            }
        })
    }

    /// Removes the ref of a branch. Can be repeated.
    ///
    /// # Errors
    /// [`GitError::Git`] if it cannot be removed.
    pub fn delete_branch_ref(&self, branch: &BranchName) -> Result<(), GitError> {
        self.shared.pool.with(
            |repository| match repository.find_reference(&branch.reference()) {
                Ok(mut reference) => Ok(reference.delete()?),
                Err(error) if error.code() == ErrorCode::NotFound => Ok(()),
                Err(error) => Err(error.into()),
            },
        )
    }

    /// Names and heads of all branches, by name.
    ///
    /// # Errors
    /// [`GitError::Git`] if they cannot be read.
    pub fn branches(&self) -> Result<Vec<(String, CommitId)>, GitError> {
        self.shared.pool.with(|repository| {
            let mut branches = Vec::new();
            for reference in repository.references_glob("refs/heads/*")? {
                let reference = reference?;
                let commit = CommitId(reference.peel_to_commit()?.id());
                if let Some(name) = reference
                    .name()
                    .ok()
                    .and_then(|name| name.strip_prefix("refs/heads/"))
                {
                    branches.push((name.to_owned(), commit));
                }
            }
            branches.sort();
            Ok(branches)
        })
    }
}

pub(crate) fn find_commit(repository: &Repository, commit: CommitId) -> Result<git2::Commit<'_>, GitError> {
    repository
        .find_commit(commit.0)
        .map_err(|error| match error.code() {
            ErrorCode::NotFound => GitError::CommitNotFound(commit),
            _ => error.into(),
        })
}
