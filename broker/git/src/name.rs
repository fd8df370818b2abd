//! Branch names.

use std::fmt;
use std::str::FromStr;

use crate::error::GitError;

/// A checked branch name: safe as a ref, as a directory name and as a word on a command line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchName(String);

impl BranchName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn reference(&self) -> String {
        format!("refs/heads/{}", self.0)
    }
}

impl FromStr for BranchName {
    type Err = GitError;

    fn from_str(name: &str) -> Result<Self, GitError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let good = !name.is_empty()
            && name.len() <= 255
            && name.chars().all(allowed)
            && !name.starts_with(['-', '.'])
            && !name.ends_with('.')
            && !name.ends_with(".lock")
            && !name.contains("..")
            && name != "HEAD";
        if good && git2::Reference::is_valid_name(&format!("refs/heads/{name}")) {
            Ok(Self(name.to_owned()))
        } else {
            Err(GitError::BranchName(name.to_owned()))
        }
    }
}

impl fmt::Display for BranchName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
