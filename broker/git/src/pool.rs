//! Handles on the repository.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use git2::Repository;

use crate::error::GitError;

/// Idle handles kept; more are opened when needed and closed after use.
const KEPT: usize = 16;
/// How long one is used. It knows the packs that there were when it last looked for something in vain; those that were packed
/// again by this broker or another one will be removed some time after that.
const AGE: Duration = Duration::from_secs(600);

/// A handle may be used by one thread at a time, so each borrower gets its own.
pub(crate) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Handle>>,
}

struct Handle {
    repository: Repository,
    opened: Instant,
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
    fn get(&self) -> Result<Handle, GitError> {
        loop {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            match idle {
                Some(handle) if handle.opened.elapsed() < AGE => return Ok(handle),
                Some(_) => {}
                None => {
                    return Ok(Handle {
                        repository: open(&self.path)?,
                        opened: Instant::now(),
                    });
                }
            }
        }
    }

    fn put(&self, handle: Handle) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(handle);
        }
    }

    /// Forgets the idle handles: those that are opened next know the packs as they are.
    pub(crate) fn renew(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Runs `work` with a handle that nobody else has.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&Repository) -> Result<T, GitError>,
    ) -> Result<T, GitError> {
        let handle = self.get()?;
        let result = work(&handle.repository);
        self.put(handle);
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
