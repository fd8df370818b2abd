//! What the name of a ref stands for.

use aq_git::BranchName;
use aq_git::protocol::RefName;

use crate::error::{CommandError, Result};

/// A ref that users may push to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The head of a sandbox: `refs/heads/NAME`.
    Head(BranchName),
    /// What the user has in a clone of the sandbox, committed or not: `refs/work/NAME`.
    Work(BranchName),
}

impl Target {
    /// The target that a name stands for.
    ///
    /// # Errors
    /// What to do instead.
    pub fn of(name: &RefName) -> Result<Target> {
        let text = name.as_str();
        if let Some(branch) = text.strip_prefix("refs/heads/") {
            return Ok(Target::Head(branch_name(branch)?));
        }
        if let Some(branch) = text.strip_prefix("refs/work/") {
            return Ok(Target::Work(branch_name(branch)?));
        }
        if text.starts_with("refs/tags/") {
            return Err(CommandError::forbidden("Tags are not kept here.")
                .hint("Push branches only: git push origin NAME"));
        }
        Err(
            CommandError::forbidden(format!("{text} is not a branch of a sandbox."))
                .hint("Push to refs/heads/NAME of a sandbox of yours."),
        )
    }

    /// Name of the sandbox.
    pub fn sandbox(&self) -> &str {
        match self {
            Target::Head(name) | Target::Work(name) => name.as_str(),
        }
    }
}

/// Rows have the names in small letters; a ref with others would be another one.
fn branch_name(text: &str) -> Result<BranchName> {
    let name: BranchName = text
        .parse()
        .map_err(|error: aq_git::GitError| CommandError::argument(error.to_string()))?;
    match text == text.to_lowercase() {
        true => Ok(name),
        false => Err(CommandError::argument(format!(
            "Names of sandboxes have small letters only: {} instead of {text}.",
            text.to_lowercase()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Result<Target> {
        Target::of(&name.parse().unwrap())
    }

    #[test]
    fn names() {
        assert_eq!(
            of("refs/heads/mine").unwrap(),
            Target::Head("mine".parse().unwrap())
        );
        assert_eq!(
            of("refs/work/mine").unwrap(),
            Target::Work("mine".parse().unwrap())
        );
        for name in [
            "refs/tags/v1",
            "refs/notes/commits",
            "refs/heads/a/b",
            "refs/heads/Mine",
            "refs/heads/--upload-pack=x",
            "refs/work/a/b",
            "HEAD",
        ] {
            let error = of(name).unwrap_err();
            assert!((400..404).contains(&error.status), "{name}: {error}");
        }
    }
}
