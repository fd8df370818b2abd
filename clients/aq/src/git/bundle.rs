//! The commits of a sandbox, as `aq publish` sends them.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{ask, git, run, said};
use crate::failure::Failure;
use crate::output;

/// Checks that everything is committed and the tests of the templates succeed, and gives the commits that the broker lacks;
/// nothing when it has them all.
pub fn create(top: &Path, branch: &str, rebase: bool) -> Result<Option<String>, Failure> {
    let status = ask(top, &["status", "--porcelain"])?;
    if !status.is_empty() {
        return Err(Failure::here(format!(
            "Not ready to publish, found:\n{status}\nCommit these changes, or undo them."
        )));
    }
    test(top)?;
    // Where the branch is at the broker now: a bundle is what is missing there.
    let fetched = run(&mut git(top, &["fetch", "--quiet", "origin"]))?;
    if !fetched.status.success() {
        return Err(said(&fetched));
    }
    let range = format!("origin/{branch}..HEAD");
    let log = ask(top, &["log", &range])?;
    let head = ask(top, &["rev-parse", "HEAD"])?;
    let known = ask(top, &["rev-parse", &format!("origin/{branch}")])?;
    if log.is_empty() && !(rebase && head != known) {
        output::complain("\nYou haven't made any changes on this branch\n");
        return Ok(None);
    }
    output::complain(&format!(
        "\nThe following changes will be included in this push:\n\n------------------------\n{log}\n------------------------"
    ));
    let directory =
        tempfile::tempdir().map_err(|error| Failure::here(format!("No temporary directory: {error}.")))?;
    let file = directory.path().join("bundle");
    // A history that goes back to a commit of the branch has nothing to bundle but its name.
    let range = if log.is_empty() { "HEAD".to_owned() } else { range };
    let made = run(git(top, &["bundle", "create", "--quiet"]).arg(&file).arg(&range))?;
    if !made.status.success() {
        return Err(said(&made));
    }
    let bytes = std::fs::read(&file)
        .map_err(|error| Failure::here(format!("Cannot read {}: {error}.", file.display())))?;
    Ok(Some(STANDARD.encode(bytes)))
}

/// Runs `make test` in the directory `t` of the clone, as Aquilon's client does.
fn test(top: &Path) -> Result<(), Failure> {
    let directory = top.join("t");
    if !directory.join("Makefile").exists() {
        return Ok(());
    }
    let program = std::env::current_exe().unwrap_or_default();
    let status = std::process::Command::new("make")
        .arg("-C")
        .arg(&directory)
        .arg("test")
        .arg(format!("AQCMD={}", program.display()))
        .current_dir(&directory)
        .status()
        .map_err(|error| Failure::here(format!("Cannot run make in {}: {error}.", directory.display())))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::here(
        "\nUnit tests failed, publish prohibited. (Do you need to run a \"make clean test\"?)".to_owned(),
    ))
}
