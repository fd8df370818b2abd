//! Why something that came in is refused.

use std::io;
use std::path::PathBuf;

use crate::error::GitError;
use crate::id::CommitId;

/// What is wrong with what came in, or what went wrong with taking it in.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// `git index-pack` refused the pack: damaged, incomplete, or with objects that are not as they should be.
    #[error("the objects sent are refused by git's own check: {0}")]
    Pack(String),
    /// The pack needs objects that are not here, as those of a shallow clone do.
    #[error(
        "the objects sent are not complete: {0}; push from a complete clone (git fetch --unshallow), or fetch and try again"
    )]
    Incomplete(String),
    /// The pack is larger than allowed.
    #[error(
        "more than {} were sent, the limit is {}; push fewer commits at a time, and no large files", readable(*.limit), readable(*.limit)
    )]
    PackTooLarge {
        /// Largest size accepted, in bytes.
        limit: u64,
    },
    /// An object does not fit into memory.
    #[error("checking the objects sent takes more than {0} MB of memory; push fewer commits at a time")]
    Memory(u64),
    /// A file is larger than allowed.
    #[error(
        "{path} is too large: {}, the limit is {}; take it out of the commits and push again", readable(*.size), readable(*.limit)
    )]
    FileTooLarge {
        /// The file, relative to the tree.
        path: String,
        /// Its size in bytes.
        size: u64,
        /// Largest size accepted, in bytes.
        limit: u64,
    },
    /// The new files are larger together than allowed.
    #[error("the new files hold more than {} together; push fewer commits at a time", readable(*.limit))]
    TotalTooLarge {
        /// Largest sum accepted, in bytes.
        limit: u64,
    },
    /// One commit changes more files than allowed.
    #[error(
        "commit {commit} adds or changes more than {limit} files; split it into several commits and push them one by one"
    )]
    TooManyFiles {
        /// The commit.
        commit: CommitId,
        /// Most files accepted.
        limit: usize,
    },
    /// All commits together change more files than allowed.
    #[error("the new commits change more than {limit} files together; push fewer commits at a time")]
    TooManyChanges {
        /// Most files accepted.
        limit: usize,
    },
    /// More commits than allowed.
    #[error("more than {limit} new commits; push fewer commits at a time, or squash them")]
    TooManyCommits {
        /// Most commits accepted.
        limit: usize,
    },
    /// A file name that would harm those who check it out, or cannot be shown.
    #[error("file name {path:?} is not allowed: {reason}")]
    FileName {
        /// The file, relative to the tree.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A directory is a commit of another repository.
    #[error("{0} is a submodule; submodules are not supported, add the files themselves")]
    Submodule(String),
    /// A symbolic link leaves the tree.
    #[error("symbolic link {path} points to {target:?}: {reason}")]
    Symlink {
        /// The link, relative to the tree.
        path: String,
        /// What it points to.
        target: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Directories nested more deeply than templates can be.
    #[error("{0} lies too deep: at most {depth} directories within each other", depth = crate::node::DEPTH)]
    TooDeep(String),
    /// Sending or unpacking took too long.
    #[error("not complete after {0} seconds; push fewer commits at a time")]
    Time(u64),
    /// Not a bundle, or not one that can be used.
    #[error("not a usable git bundle: {0}")]
    Bundle(String),
    /// A bundle builds on a commit that is not here.
    #[error(
        "the bundle needs commit {0}, which the broker does not have; fetch from the broker, rebase and try again"
    )]
    Prerequisite(CommitId),
    /// A file of the broker's own could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The repository cannot be read.
    #[error(transparent)]
    Git(#[from] GitError),
}

impl ReceiveError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// The disk of the repository is full, or a quota is used up.
    #[must_use]
    pub fn is_no_room(&self) -> bool {
        self.is_internal() && crate::error::is_no_room(&self.to_string())
    }

    /// It is no fault of who sent it; the text is for the log.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        matches!(
            self,
            Self::Io { .. } | Self::Git(GitError::Git(_) | GitError::Io { .. })
        )
    }
}

impl From<git2::Error> for ReceiveError {
    fn from(error: git2::Error) -> Self {
        Self::Git(error.into())
    }
}

/// A size for people.
fn readable(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{:.1} kB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}
