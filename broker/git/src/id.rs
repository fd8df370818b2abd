//! Object ids.

use std::fmt;
use std::str::FromStr;

use crate::error::GitError;

/// Id of a commit; shown and read as 40 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitId(pub(crate) git2::Oid);

/// Id of a file's content. Equal ids mean equal content, in every commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(pub(crate) git2::Oid);

impl CommitId {
    /// The 20 bytes of the id.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl BlobId {
    /// The 20 bytes of the id.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for CommitId {
    type Err = GitError;

    /// Reads a complete id; abbreviations are refused because they can become ambiguous.
    fn from_str(text: &str) -> Result<Self, GitError> {
        let bad = || GitError::CommitId(text.to_owned());
        if text.len() != 40 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(bad());
        }
        git2::Oid::from_str(text).map(Self).map_err(|_| bad())
    }
}
