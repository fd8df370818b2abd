//! Keeps the repository quick: every push leaves a pack, and every commit that the broker makes leaves loose objects.
//!
//! All objects are packed into one pack, those that nothing refers to as well: a profile of the past names its commit, and
//! the work that an author sent for a compile was never on a branch. So `git gc` must not be used, which removes them.
//! Packs whose objects are in a newer one stay for a while, because others (brokers with the same repository, fetches) may
//! have looked at the list of packs and not yet have opened one. Which ones these are is written into a file, so that it
//! is known after a restart.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::io::AsyncReadExt as _;

use crate::error::GitError;
use crate::process;
use crate::repo::Repo;

/// Names of the packs whose objects are in a newer one: a line each, with the time in seconds since 1970 and the name.
const SUPERSEDED: &str = "aq-superseded";
/// How the new pack begins; the check sum of its objects follows.
const NEW: &str = "objects/pack/pack";

/// When to pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upkeep {
    /// So many packs are too many.
    pub packs: usize,
    /// So many loose objects are too many.
    pub loose: usize,
    /// How long packs stay whose objects are in a newer one. Longer than any operation on the repository takes.
    pub grace: Duration,
    /// Bytes of memory that packing may take.
    pub memory: u64,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// The new pack, without its extension.
    pub packed: Option<String>,
    /// Packs that were removed, because all of their objects had been in a newer one for long enough.
    pub removed: usize,
}

impl Repo {
    /// Removes packs that are no longer needed, and packs anew when there are too many packs or loose objects. One at a time:
    /// the caller sees to it that no other broker does it for the same repository.
    ///
    /// # Errors
    /// [`GitError::Io`]. Nothing is lost: objects are removed only when they are in another pack.
    pub async fn keep_up(&self, upkeep: &Upkeep) -> Result<Kept, GitError> {
        let mut kept = Kept {
            removed: self.remove_superseded(upkeep.grace)?,
            packed: None,
        };
        let superseded: BTreeSet<String> = self.superseded()?.into_iter().map(|(_, name)| name).collect();
        let packs: Vec<String> = self
            .packs()?
            .into_iter()
            .filter(|name| !superseded.contains(name))
            .collect();
        if packs.len() < upkeep.packs && self.loose_objects()? < upkeep.loose {
            return Ok(kept);
        }
        let arguments = [
            "pack-objects",
            "--all",
            "--reflog",
            "--indexed-objects",
            "--keep-unreachable",
            "--pack-loose-unreachable",
            "--honor-pack-keep",
            "--keep-true-parents",
            "--delta-base-offset",
            "--non-empty",
            "--quiet",
            NEW,
        ];
        let said = self.git(&arguments, upkeep.memory).await?;
        let Some(new) = said.lines().map(str::trim).rfind(|line| !line.is_empty()) else {
            return Ok(kept);
        };
        let new = format!("pack-{new}");
        let now = seconds(SystemTime::now());
        let old = packs.into_iter().filter(|name| *name != new);
        let mut list = self.superseded()?;
        // A pack with the same objects as one before is the same pack: it is needed again.
        list.retain(|(_, name)| *name != new);
        list.extend(old.map(|name| (now, name)));
        self.write_superseded(&list)?;
        self.git(&["prune-packed", "--quiet"], upkeep.memory).await?;
        self.renew_handles();
        kept.packed = Some(new);
        Ok(kept)
    }

    fn pack_directory(&self) -> PathBuf {
        self.path().join("objects/pack")
    }

    /// The packs, by name and without extension.
    fn packs(&self) -> Result<BTreeSet<String>, GitError> {
        let directory = self.pack_directory();
        let mut packs = BTreeSet::new();
        for entry in entries(&directory)? {
            if let Some(name) = entry.strip_suffix(".idx") {
                packs.insert(name.to_owned());
            }
        }
        Ok(packs)
    }

    /// How many loose objects there are.
    fn loose_objects(&self) -> Result<usize, GitError> {
        let objects = self.path().join("objects");
        let mut count = 0;
        for name in entries(&objects)? {
            if name.len() == 2 && name.bytes().all(|b| b.is_ascii_hexdigit()) {
                count += entries(&objects.join(name))?.len();
            }
        }
        Ok(count)
    }

    fn superseded(&self) -> Result<Vec<(u64, String)>, GitError> {
        let file = self.pack_directory().join(SUPERSEDED);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(failed(&file)(error)),
        };
        let line = |line: &str| {
            let (time, name) = line.split_once(' ')?;
            Some((time.parse().ok()?, name.to_owned()))
        };
        Ok(text.lines().filter_map(line).collect())
    }

    fn write_superseded(&self, list: &[(u64, String)]) -> Result<(), GitError> {
        let file = self.pack_directory().join(SUPERSEDED);
        let unfinished = file.with_extension("new");
        let text: String = list
            .iter()
            .map(|(time, name)| format!("{time} {name}\n"))
            .collect();
        fs::write(&unfinished, text)
            .and_then(|()| fs::rename(&unfinished, &file))
            .map_err(failed(&file))
    }

    fn remove_superseded(&self, grace: Duration) -> Result<usize, GitError> {
        let list = self.superseded()?;
        let now = seconds(SystemTime::now());
        let (over, rest): (Vec<_>, Vec<_>) = list
            .into_iter()
            .partition(|(time, _)| now.saturating_sub(*time) >= grace.as_secs());
        let directory = self.pack_directory();
        let files = entries(&directory)?;
        // What an interrupted packing has left.
        for file in files.iter().filter(|file| file.starts_with("tmp_")) {
            let path = directory.join(file);
            let age = fs::metadata(&path)
                .and_then(|data| data.modified())
                .map(|time| time.elapsed().unwrap_or_default());
            if age.is_ok_and(|age| age >= grace) {
                remove(&path)?;
            }
        }
        if over.is_empty() {
            return Ok(0);
        }
        for (_, name) in &over {
            // The index first: a pack without one is none.
            let mut of: Vec<&String> = files
                .iter()
                .filter(|file| file.rsplit_once('.').is_some_and(|(stem, _)| stem == name))
                .collect();
            of.sort_by_key(|file| !file.ends_with(".idx"));
            for file in of {
                remove(&directory.join(file))?;
            }
        }
        self.write_superseded(&rest)?;
        self.renew_handles();
        Ok(over.len())
    }

    /// Runs the program in the repository; gives what it says.
    async fn git(&self, arguments: &[&str], memory: u64) -> Result<String, GitError> {
        let failed = failed(self.path());
        // One thread: it may take long, but it is not in the way.
        let settings = [
            ("pack.threads", "1"),
            ("core.fsync", "all"),
            ("pack.windowMemory", "256m"),
        ];
        let mut command = process::command(self.path(), &settings).map_err(&failed)?;
        command.args(arguments);
        let mut process = process::start(command).map_err(&failed)?;
        process.limit_memory(memory).map_err(&failed)?;
        drop(process.child.stdin.take());
        let complaint = process
            .child
            .stderr
            .take()
            .map(|errors| tokio::spawn(process::complaint(errors)));
        let mut said = String::new();
        if let Some(mut output) = process.child.stdout.take() {
            output.read_to_string(&mut said).await.map_err(&failed)?;
        }
        let status = process.wait().await.map_err(&failed)?;
        if status.success() {
            return Ok(said);
        }
        let complaint = match complaint {
            Some(complaint) => complaint.await.unwrap_or_default(),
            None => String::new(),
        };
        let program = arguments.first().copied().unwrap_or_default();
        Err(failed(io::Error::other(format!(
            "git {program}: {status}: {}",
            complaint.trim()
        ))))
    }
}

fn remove(path: &Path) -> Result<(), GitError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(path)(error)),
        _ => Ok(()),
    }
}

fn entries(directory: &Path) -> Result<Vec<String>, GitError> {
    let failed = failed(directory);
    let mut names = Vec::new();
    for entry in fs::read_dir(directory).map_err(&failed)? {
        names.extend(entry.map_err(&failed)?.file_name().into_string().ok());
    }
    Ok(names)
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn failed(path: &Path) -> impl Fn(io::Error) -> GitError + use<> {
    let path = path.to_owned();
    move |source| {
        let path = path.clone();
        GitError::Io { path, source }
    }
}
