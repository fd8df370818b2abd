//! The account that a server runs under: PostgreSQL refuses to run as root.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use nix::unistd::{Uid, User};

use crate::{DbError, Result};

/// An unprivileged account, present when this process is root.
#[derive(Debug, Clone)]
pub(super) struct Account {
    name: String,
    uid: u32,
    gid: u32,
}

impl Account {
    /// The account to change to: none for a process that is not root, else `postgres`, else `nobody`.
    pub(super) fn unprivileged() -> Result<Option<Self>> {
        if !Uid::effective().is_root() {
            return Ok(None);
        }
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| User::from_name(name).ok().flatten())
            .map(|user| {
                Some(Self {
                    name: user.name,
                    uid: user.uid.as_raw(),
                    gid: user.gid.as_raw(),
                })
            })
            .ok_or_else(|| {
                DbError::Cluster(
                    "PostgreSQL does not run as root, and there is neither a user postgres nor nobody".into(),
                )
            })
    }

    /// Makes a command run under the account (supplementary groups are dropped too).
    pub(super) fn apply(&self, command: &mut Command) {
        command.gid(self.gid).uid(self.uid);
    }

    /// Gives a file or directory to the account.
    pub(super) fn own(&self, path: &Path) -> std::io::Result<()> {
        std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid))
    }

    /// What to do about a permission problem.
    pub(super) fn advice(&self) -> String {
        format!(
            " (the server runs as {}, which must be able to enter every directory above)",
            self.name
        )
    }

    /// The numeric user id.
    pub(super) fn uid(&self) -> u32 {
        self.uid
    }
}
