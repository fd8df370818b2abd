//! What can go wrong with the repository.

use std::io;
use std::path::PathBuf;

use crate::id::CommitId;

/// A failed operation on the repository.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// The path holds no bare repository.
    #[error("{path} is not a bare Git repository: {reason}")]
    NotARepository {
        /// The path tried.
        path: PathBuf,
        /// Why it is not.
        reason: String,
    },
    /// The text cannot be the name of a branch.
    #[error(
        "'{0}' is not a valid branch name: letters, digits, '_', '-' and '.' are allowed, and it must not start with '-' or '.', hold '..' or end in '.' or '.lock'"
    )]
    BranchName(String),
    /// The branch exists already.
    #[error("branch {0} already exists in the template repository")]
    BranchExists(String),
    /// There is no such branch.
    #[error("branch {0} not found in the template repository")]
    BranchNotFound(String),
    /// There is no such commit.
    #[error("commit {0} not found in the template repository")]
    CommitNotFound(CommitId),
    /// The text means no commit.
    #[error("'{text}' means no commit: {reason}")]
    Reference {
        /// The text.
        text: String,
        /// Why not.
        reason: String,
    },
    /// The text is not a commit id.
    #[error("'{0}' is not a commit id of 40 hexadecimal digits")]
    CommitId(String),
    /// A symbolic link in the tree points outside of it, to itself, or to nothing.
    #[error("symbolic link {path} points to {target}, which is not inside the tree")]
    Symlink {
        /// The link, relative to the tree.
        path: String,
        /// What it points to.
        target: String,
    },
    /// A directory of the tree is a repository of its own.
    #[error("{0} is a Git repository inside the directory; submodules are not supported")]
    Submodule(String),
    /// Neither file, directory nor symbolic link.
    #[error("{0} is neither a file nor a directory")]
    SpecialFile(String),
    /// A file name that Git or the other tools cannot represent.
    #[error("file name {0:?} cannot be stored: it is not UTF-8 or not allowed in Git")]
    FileName(PathBuf),
    /// A file larger than any template or text file should be.
    #[error("{path} is too large: {size} bytes, the limit is {limit}")]
    TooLarge {
        /// The file, relative to the tree.
        path: String,
        /// Its size in bytes.
        size: u64,
        /// Largest size accepted, in bytes.
        limit: u64,
    },
    /// Symbolic links lead into one another.
    #[error(
        "symbolic links give the files that differ more than {0} names; links to the directory that they are in do that"
    )]
    Names(usize),
    /// There is nothing to commit.
    #[error("directory {0} holds no files")]
    Empty(PathBuf),
    /// A file could not be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Anything else that Git reports.
    #[error("template repository: {}", .0.message())]
    Git(#[from] git2::Error),
}

impl GitError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}

/// The system says that there is no room for what is written. The library passes its words on and nothing else.
pub(crate) fn is_no_room(text: &str) -> bool {
    ["No space left on device", "File too large", "Disk quota exceeded"]
        .iter()
        .any(|words| text.contains(words))
}

impl GitError {
    /// The disk is full, or a quota is used up.
    #[must_use]
    pub fn is_no_room(&self) -> bool {
        matches!(self, Self::Git(_) | Self::Io { .. }) && is_no_room(&self.to_string())
    }
}
