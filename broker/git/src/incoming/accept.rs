//! From the quarantine into the repository.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;

use super::Incoming;
use super::error::ReceiveError;

impl Incoming {
    /// Moves the objects into the repository, so that they survive a power failure. Nothing refers to them yet. A pack
    /// is found by its index, which therefore comes last.
    ///
    /// # Errors
    /// [`ReceiveError::Io`]; what was moved by then stays, unused.
    pub fn accept(self) -> Result<(), ReceiveError> {
        let from = self.quarantine.path().join("pack");
        let to = self.repo.path().join("objects/pack");
        let mut names: Vec<OsString> = Vec::new();
        for entry in fs::read_dir(&from).map_err(ReceiveError::io(&from))? {
            names.push(entry.map_err(ReceiveError::io(&from))?.file_name());
        }
        // Push after push of nothing new would leave the same empty pack.
        names.retain(|name| !is_empty(&from.join(name).with_extension("pack")));
        for name in &names {
            let path = from.join(name);
            sync(&path)?;
        }
        names.sort_by_key(|name| Path::new(name).extension().is_some_and(|e| e == "idx"));
        for (index, name) in names.iter().enumerate() {
            if index > 0 && index + 1 == names.len() {
                sync(&to)?;
            }
            let target = to.join(name);
            fs::rename(from.join(name), &target).map_err(ReceiveError::io(&target))?;
        }
        sync(&to)
    }
}

/// True for a pack without any object: header and check sum only.
fn is_empty(pack: &Path) -> bool {
    fs::metadata(pack).is_ok_and(|data| data.len() <= 32)
}

fn sync(path: &Path) -> Result<(), ReceiveError> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(ReceiveError::io(path))
}
