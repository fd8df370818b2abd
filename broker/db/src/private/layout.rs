//! What lies where in the directory of a private cluster.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::account::Account;
use crate::{DbError, Result};

/// PostgreSQL's own directory, inside that of the cluster.
pub(super) const DATA: &str = "data";
/// What the server says before its own log is open.
pub(super) const LOG: &str = "postgres.log";
/// A socket's path has to fit into `sockaddr_un` (108 bytes with the NUL), and PostgreSQL adds a name of its own.
const LONGEST_SOCKET_DIRECTORY: usize = 107 - "/.s.PGSQL.5432.lock".len();

/// Paths of one cluster, absolute.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// The whole.
    pub(super) directory: PathBuf,
    /// PostgreSQL's data directory.
    pub(super) data: PathBuf,
    /// Where the socket is.
    pub(super) socket_directory: PathBuf,
    /// Locked by whoever starts or stops the server.
    pub(super) lock: PathBuf,
}

impl Layout {
    /// Makes the directory (for the account alone) unless it exists.
    pub(super) fn prepare(directory: &Path, account: Option<&Account>) -> Result<Self> {
        let failure = |e: std::io::Error| DbError::Cluster(format!("{}: {e}", directory.display()));
        if let Some(above) = directory.parent() {
            fs::create_dir_all(above).map_err(failure)?;
        }
        refuse_foreign(directory).map_err(failure)?;
        private_directory(directory, account).map_err(failure)?;
        let directory = directory.canonicalize().map_err(failure)?;
        let socket_directory = if directory.as_os_str().len() <= LONGEST_SOCKET_DIRECTORY {
            directory.clone()
        } else {
            let digest = Sha256::digest(directory.as_os_str().as_bytes());
            let name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            let short = Path::new("/tmp").join(format!("aquilon-postgres-{name}"));
            private_directory(&short, account).map_err(failure)?;
            short
        };
        Ok(Self {
            data: directory.join(DATA),
            lock: directory.join("lock"),
            directory,
            socket_directory,
        })
    }

    /// Major version of the cluster, if there is one.
    pub(super) fn version(&self) -> Result<Option<String>> {
        match fs::read_to_string(self.data.join("PG_VERSION")) {
            Ok(version) => Ok(Some(version.trim().to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(DbError::Cluster(format!("{}: {error}", self.data.display()))),
        }
    }
}

/// A directory that holds other things is left alone: it would change its owner.
fn refuse_foreign(directory: &Path) -> std::io::Result<()> {
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    let names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    if names.is_empty() || names.iter().any(|name| name == "lock" || name == DATA) {
        return Ok(());
    }
    Err(std::io::Error::other(
        "holds other things; a private cluster needs a directory of its own",
    ))
}

/// A directory that only the account can enter. One that somebody else made is refused: a socket in it could be theirs.
fn private_directory(path: &Path, account: Option<&Account>) -> std::io::Result<()> {
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        other => other?,
    }
    let own = account.map_or_else(|| nix::unistd::Uid::effective().as_raw(), Account::uid);
    let metadata = fs::symlink_metadata(path)?;
    if metadata.is_symlink() && fs::metadata(path)?.is_dir() && metadata.uid() == 0 {
        // A link that root made, to a larger disk say, is followed.
    } else if !metadata.is_dir() {
        return Err(std::io::Error::other("is not a directory"));
    }
    let metadata = fs::metadata(path)?;
    if metadata.uid() != own {
        if account.is_none() || metadata.uid() != 0 {
            return Err(std::io::Error::other("belongs to another user"));
        }
        if let Some(account) = account {
            account.own(path)?;
        }
    }
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

/// The last lines that a server said, for an error message: in the log that was written last.
pub(super) fn last_words(directory: &Path) -> String {
    let daily = fs::read_dir(directory.join("log"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let latest = daily
        .chain(std::iter::once(directory.join(LOG)))
        .filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path)))
        .max();
    let bytes = latest
        .and_then(|(_, path)| fs::read(path).ok())
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines: Vec<&str> = text.lines().rev().take(5).collect();
    if lines.is_empty() {
        return "nothing".to_owned();
    }
    lines.reverse();
    lines.join(" | ")
}
