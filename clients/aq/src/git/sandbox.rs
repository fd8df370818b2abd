//! Cloning a sandbox.

use std::path::{Path, PathBuf};

use super::clone::AUTHOR;
use super::git;
use crate::failure::Failure;
use crate::output;

/// Clones what the answer of the broker names: URL, branch and the directory of the author's clones. Where there is no such
/// directory on this machine, into the current one.
pub fn clone(answer: &str, no_exec: bool) -> Result<u8, Failure> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(answer.as_bytes());
    // Nothing to clone: `aq add_sandbox --noget`.
    let Some(Ok(row)) = reader.records().next() else {
        return Ok(0);
    };
    let mut columns = row.iter();
    let (Some(url), Some(sandbox), Some(shared)) = (columns.next(), columns.next(), columns.next()) else {
        return Err(Failure::here(format!(
            "The broker does not say what to clone: {}",
            answer.trim_end()
        )));
    };
    let shared = PathBuf::from(shared);
    let author = shared.file_name().map(|name| name.to_string_lossy().into_owned());
    let directory = match shared.is_dir() {
        true => shared,
        false => std::env::current_dir()
            .map_err(|error| Failure::here(format!("Cannot clone into the current directory: {error}.")))?,
    };
    let target = directory.join(sandbox);
    if target.exists() {
        return Err(Failure::here(format!(
            "{} is there already. Use `git fetch` in it to bring it up to date, or remove it and run `aq get --sandbox {sandbox}`.",
            target.display()
        )));
    }
    let settings = [
        ("http.emptyAuth".to_owned(), "true".to_owned()),
        (AUTHOR.to_owned(), author.unwrap_or_default()),
    ];
    let mut arguments = vec!["clone".to_owned(), "--branch".to_owned(), sandbox.to_owned()];
    for (name, value) in settings {
        arguments.extend(["--config".to_owned(), format!("{name}={value}")]);
    }
    arguments.extend(["--".to_owned(), url.to_owned(), sandbox.to_owned()]);
    if no_exec {
        return show(&directory, &arguments);
    }
    let status = git(&directory, &arguments)
        .status()
        .map_err(|error| Failure::here(format!("Cannot run git: {error}. Is it installed?")))?;
    if !status.success() {
        return Err(Failure::here(format!(
            "The sandbox is there, but it could not be cloned. Try again with `aq get --sandbox {sandbox}`."
        )));
    }
    output::print_bytes(format!("Created sandbox: {}\n", target.display()).as_bytes()).map(|()| 0)
}

fn show(directory: &Path, arguments: &[String]) -> Result<u8, Failure> {
    let words: Vec<String> = arguments.iter().map(|word| format!("'{word}'")).collect();
    let text = format!("cd '{}'\ngit {}\n", directory.display(), words.join(" "));
    output::print_bytes(text.as_bytes()).map(|()| 0)
}
