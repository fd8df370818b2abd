//! The clone of a sandbox in which `aq` runs.

use std::path::{Path, PathBuf};

use aq_catalogue::{CloneUse, Command};

use super::ask;
use crate::failure::Failure;

/// The last component of the URL of the broker's repository.
const REPOSITORY: &str = "template-king";
/// Where `aq get` writes down whose clone it is.
pub const AUTHOR: &str = "aquilon.author";

/// A clone of the broker's repository with a branch checked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clone {
    /// Its directory.
    pub top: PathBuf,
    /// The sandbox: the branch that is checked out.
    pub sandbox: String,
    /// Whose it is.
    pub author: String,
}

impl Clone {
    /// The clone around a directory, if it is in one.
    pub fn around(directory: &Path) -> Option<Clone> {
        let top = PathBuf::from(ask(directory, &["rev-parse", "--show-toplevel"]).ok()?);
        let url = ask(&top, &["config", "--get", "remote.origin.url"]).ok()?;
        let repository = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        if repository.strip_suffix(".git").unwrap_or(repository) != REPOSITORY {
            return None;
        }
        let sandbox = ask(&top, &["symbolic-ref", "--short", "--quiet", "HEAD"]).ok()?;
        let author = ask(&top, &["config", "--get", AUTHOR])
            .ok()
            .filter(|author| !author.is_empty())
            .or_else(|| std::env::var("USER").ok())
            .or_else(|| std::env::var("LOGNAME").ok())?;
        Some(Clone { top, sandbox, author })
    }

    /// Fills what the user left out because it is clear from where they are.
    pub fn complete(&self, uses: &CloneUse, arguments: &mut Vec<(String, String)>) {
        let Some(option) = uses.option else { return };
        let given = |name: &&str| arguments.iter().any(|(known, _)| known == *name);
        if given(&option) || uses.unless.iter().any(given) {
            return;
        }
        let value = match uses.author {
            true => format!("{}/{}", self.author, self.sandbox),
            false => self.sandbox.clone(),
        };
        arguments.push((option.to_owned(), value));
    }
}

/// The clone that a command may look at, if there is one.
pub fn of(command: &'static Command) -> Result<Option<(Clone, &'static CloneUse)>, Failure> {
    let Some(uses) = &command.clone else {
        return Ok(None);
    };
    // A directory that is gone is in no clone.
    let Ok(here) = std::env::current_dir() else {
        return Ok(None);
    };
    Ok(Clone::around(&here).map(|clone| (clone, uses)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aq_catalogue::command;

    fn clone(directory: &Path, url: &str) -> Option<Clone> {
        for arguments in [
            vec!["init", "--quiet", "--initial-branch", "ntp"],
            vec!["remote", "add", "origin", url],
            vec!["config", AUTHOR, "jane"],
        ] {
            ask(directory, &arguments).expect("git");
        }
        Clone::around(directory)
    }

    #[test]
    fn a_clone_of_something_else_is_none() {
        let directory = tempfile::tempdir().expect("a directory");
        assert_eq!(clone(directory.path(), "http://localhost/other"), None);
    }

    #[test]
    fn what_is_clear_is_filled_in() {
        let directory = tempfile::tempdir().expect("a directory");
        let found = clone(directory.path(), "http://localhost:6900/git/template-king.git").expect("a clone");
        assert_eq!((found.sandbox.as_str(), found.author.as_str()), ("ntp", "jane"));
        let uses = command("compile").and_then(|c| c.clone).expect("clone");
        let mut arguments = Vec::new();
        found.complete(&uses, &mut arguments);
        assert_eq!(arguments, [("sandbox".to_owned(), "jane/ntp".to_owned())]);
        let mut arguments = vec![("hostname".to_owned(), "a.example.org".to_owned())];
        found.complete(&uses, &mut arguments);
        assert_eq!(arguments.len(), 1);
    }
}
