//! The directory that objects wait in.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use super::error::ReceiveError;
use crate::repo::Repo;

/// How directories of objects in quarantine are called.
const PREFIX: &str = "incoming-";
/// The same before they are locked.
const UNLOCKED: &str = "new-incoming-";
/// A directory that was not locked for this long belongs to a broker that died in between.
const AGE: Duration = Duration::from_secs(3600);
const LOCK: &str = "lock";
/// How often the directory is tried to be removed, and how long in between.
const ATTEMPTS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(5);

/// A directory below the repository's objects that goes when this is dropped. It is locked meanwhile, so that other
/// brokers know that it is in use; the lock ends with the process, however that ends.
pub(super) struct Quarantine {
    path: PathBuf,
    name: String,
    _lock: File,
}

impl Quarantine {
    pub(super) fn new(repository: &Path) -> Result<Self, ReceiveError> {
        let objects = repository.join("objects");
        let made = tempfile::Builder::new()
            .prefix(UNLOCKED)
            .tempdir_in(&objects)
            .map_err(ReceiveError::io(&objects))?;
        let lock_path = made.path().join(LOCK);
        let lock = File::create(&lock_path)
            .and_then(|file| file.lock().map(|()| file))
            .map_err(ReceiveError::io(&lock_path))?;
        let name = made
            .path()
            .file_name()
            .and_then(OsStr::to_str)
            .and_then(|name| name.strip_prefix(UNLOCKED))
            .map(|unique| format!("{PREFIX}{unique}"))
            .ok_or_else(|| ReceiveError::io(made.path())(std::io::Error::other("name is not UTF-8")))?;
        let path = objects.join(&name);
        // It is found under this name only when it is locked.
        fs::rename(made.path(), &path).map_err(ReceiveError::io(&path))?;
        let _moved = made.keep();
        let quarantine = Self {
            path,
            name,
            _lock: lock,
        };
        let packs = quarantine.path.join("pack");
        fs::create_dir(&packs).map_err(ReceiveError::io(packs))?;
        Ok(quarantine)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Path relative to the repository.
    pub(super) fn relative(&self) -> String {
        format!("objects/{}", self.name)
    }
}

impl Drop for Quarantine {
    fn drop(&mut self) {
        // A program that was killed just now may still be making a file. What stays is removed at the next start.
        for _ in 0..ATTEMPTS {
            match fs::remove_dir_all(&self.path) {
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => thread::sleep(PAUSE),
                _ => return,
            }
        }
    }
}

impl Repo {
    /// Removes what packs left behind whose broker died while they came in. Gives how many.
    ///
    /// # Errors
    /// [`ReceiveError::Io`].
    pub fn remove_stale_incoming(&self) -> Result<usize, ReceiveError> {
        let objects = self.path().join("objects");
        let mut removed = 0;
        for entry in fs::read_dir(&objects).map_err(ReceiveError::io(&objects))? {
            let entry = entry.map_err(ReceiveError::io(&objects))?;
            let (name, path) = (entry.file_name(), entry.path());
            let starts = |prefix: &str| name.to_str().is_some_and(|name| name.starts_with(prefix));
            if starts(PREFIX) && is_left(&path) || starts(UNLOCKED) && is_old(&path) {
                fs::remove_dir_all(&path).map_err(ReceiveError::io(&path))?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

fn is_left(directory: &Path) -> bool {
    match File::open(directory.join(LOCK)).map(|lock| lock.try_lock()) {
        Ok(Err(TryLockError::WouldBlock)) => false,
        // Without the file it was being removed.
        _ => true,
    }
}

fn is_old(directory: &Path) -> bool {
    let changed = fs::metadata(directory).and_then(|data| data.modified());
    changed.is_ok_and(|time| SystemTime::now().duration_since(time).is_ok_and(|age| age > AGE))
}
