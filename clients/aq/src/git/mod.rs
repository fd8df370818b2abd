//! What `aq` does with Git on this side: clones of sandboxes, bundles of commits, and work that is not committed yet. All
//! of it with the user's own `git`.

pub mod bundle;
pub mod clone;
pub mod sandbox;
pub mod work;

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::failure::Failure;

/// `git` in a directory. Tickets are offered at once where the broker wants to know who asks.
pub fn git<S: AsRef<OsStr>>(directory: &Path, arguments: &[S]) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(directory)
        .args(["-c", "http.emptyAuth=true"])
        .args(arguments)
        .stdin(Stdio::null());
    command
}

/// What a quiet command of Git prints, or why it failed.
pub fn ask<S: AsRef<OsStr>>(directory: &Path, arguments: &[S]) -> Result<String, Failure> {
    let output = run(&mut git(directory, arguments))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned());
    }
    Err(said(&output))
}

/// Runs a command and takes what it prints.
pub fn run(command: &mut Command) -> Result<Output, Failure> {
    command
        .output()
        .map_err(|error| Failure::here(format!("Cannot run git: {error}. Is it installed?")))
}

/// The failure of a command of Git, in its own words.
pub fn said(output: &Output) -> Failure {
    Failure::here(format!(
        "git: {}",
        String::from_utf8_lossy(&output.stderr).trim_end()
    ))
}
