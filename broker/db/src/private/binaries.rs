//! Where the system keeps PostgreSQL's server programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::account::Account;
use crate::{DbError, Result};

/// Oldest major version that has everything the schema uses (`unique nulls not distinct`).
const OLDEST: u32 = 15;

/// The directory of `initdb`, `pg_ctl` and `postgres` of one version.
#[derive(Debug, Clone)]
pub(super) struct Binaries {
    directory: PathBuf,
}

impl Binaries {
    /// The directory that was asked for; else the newest below `/usr/lib/postgresql` (Debian's place: what stands in the
    /// path there are wrappers) or `/usr/pgsql-*`; else what `pg_config` says. A cluster that exists needs the version
    /// that made it.
    pub(super) fn find(wanted: Option<&Path>, version: Option<&str>) -> Result<Self> {
        if let Some(directory) = wanted {
            return Self::at(directory.to_owned()).ok_or_else(|| {
                DbError::Cluster(format!(
                    "{} holds no PostgreSQL server programs",
                    directory.display()
                ))
            });
        }
        let mut found = installed();
        found.retain(|(major, _)| *major >= OLDEST && version.is_none_or(|v| v == major.to_string()));
        found.sort_by_key(|(major, _)| *major);
        match (found.pop(), version) {
            (Some((_, directory)), _) => Ok(Self { directory }),
            (None, Some(version)) => Err(DbError::Cluster(format!(
                "the cluster was made by PostgreSQL {version}, whose server programs are not installed: install \
                 postgresql-{version}"
            ))),
            (None, None) => Err(DbError::Cluster(format!(
                "no server programs of PostgreSQL {OLDEST} or newer were found: install them (Debian: apt install \
                 postgresql), or configure a database URL"
            ))),
        }
    }

    fn at(directory: PathBuf) -> Option<Self> {
        ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|program| directory.join(program).is_file())
            .then_some(Self { directory })
    }

    /// A command that runs a program under the account, in a directory, with nothing inherited that could surprise it.
    pub(super) fn command(&self, program: &str, account: Option<&Account>, directory: &Path) -> Command {
        let mut command = Command::new(self.directory.join(program));
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C")
            .current_dir(directory)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(account) = account {
            account.apply(&mut command);
        }
        command
    }
}

fn installed() -> Vec<(u32, PathBuf)> {
    let debian = list("/usr/lib/postgresql").into_iter().filter_map(|path| {
        let major = path.file_name()?.to_str()?.parse().ok()?;
        Some((major, path.join("bin")))
    });
    let red_hat = list("/usr").into_iter().filter_map(|path| {
        let major = path.file_name()?.to_str()?.strip_prefix("pgsql-")?.parse().ok()?;
        Some((major, path.join("bin")))
    });
    let mut found: Vec<_> = debian
        .chain(red_hat)
        .filter(|(_, directory)| Binaries::at(directory.clone()).is_some())
        .collect();
    if found.is_empty() {
        found.extend(configured());
    }
    found
}

fn list(directory: &str) -> Vec<PathBuf> {
    std::fs::read_dir(directory)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect()
}

fn configured() -> Option<(u32, PathBuf)> {
    let ask = |what: &str| {
        let output = Command::new("pg_config")
            .arg(what)
            .stdin(Stdio::null())
            .output()
            .ok()?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let directory = PathBuf::from(ask("--bindir")?);
    // "PostgreSQL 15.20 (Debian ...)"
    let major = ask("--version")?
        .split_whitespace()
        .nth(1)?
        .split('.')
        .next()?
        .parse()
        .ok()?;
    Binaries::at(directory.clone()).map(|_| (major, directory))
}
