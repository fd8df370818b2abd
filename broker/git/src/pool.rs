//! Handles on the repository.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use git2::Repository;

use crate::error::GitError;

/// Idle handles kept; more are opened when needed and closed after use.
const KEPT: usize = 16;

/// A handle may be used by one thread at a time, so each borrower gets its own.
pub(crate) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Repository>>,
}

impl Pool {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// An idle handle, or a new one.
    fn get(&self) -> Result<Repository, GitError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(repository) => Ok(repository),
            None => open(&self.path),
        }
    }

    fn put(&self, repository: Repository) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(repository);
        }
    }

    /// Runs `work` with a handle that nobody else has.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&Repository) -> Result<T, GitError>,
    ) -> Result<T, GitError> {
        let repository = self.get()?;
        let result = work(&repository);
        self.put(repository);
        result
    }
}

/// Opens exactly this directory: no search in parents, no environment variables.
fn open(path: &Path) -> Result<Repository, GitError> {
    let wrong = |reason: &str| GitError::NotARepository {
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    let repository = Repository::open_bare(path).map_err(|error| wrong(error.message()))?;
    if repository.is_bare() {
        Ok(repository)
    } else {
        Err(wrong("it has a work tree"))
    }
}
