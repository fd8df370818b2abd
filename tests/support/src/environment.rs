//! The directory that the servers of a test run live in.
//!
//! nextest's set-up script makes it. When nextest ends, the script ends every process that works in it (a server's working
//! directory is its own) and removes it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};

use crate::kdc::Kdc;

/// Variable that names the directory of the run.
pub const DIRECTORY: &str = "AQ_TEST_DIR";

/// Variable that holds the process id of the test runner.
pub const RUNNER: &str = "AQ_TEST_RUNNER";

/// The directory of this run.
///
/// # Errors
/// Says how to run the tests when there is none.
pub fn directory() -> Result<PathBuf> {
    std::env::var_os(DIRECTORY).map(PathBuf::from).context(
        "this test needs servers: run it with `cargo nextest run`, whose set-up script sees to their end",
    )
}

/// A new directory below that of the run, removed with it. Other accounts can enter it, so that a server may live there.
///
/// # Errors
/// As [`directory`].
pub fn scratch(purpose: &str) -> Result<PathBuf> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = directory()?.join(format!("{purpose}-{}-{number}", std::process::id()));
    fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    Ok(path)
}

/// The KDC of this run, started by the first test that asks for it.
///
/// # Errors
/// As [`directory`]; when the Kerberos programs are missing.
pub fn kdc() -> Result<Kdc> {
    let runner = std::env::var(RUNNER).with_context(|| format!("{RUNNER} is not set"))?;
    Kdc::start_shared(&directory()?.join("kdc"), Some(runner.parse()?))
}
