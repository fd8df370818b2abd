//! What comes in from outside: a pack goes through the real `git index-pack` into a quarantine, is checked there, and
//! joins the repository's objects only when all is well. Nothing refers to it until the database names it.
//!
//! ```text
//! Repo::receive ▸ Receiver::write… ▸ Receiver::finish ▸ Incoming::check ▸ Incoming::accept
//! ```
//! Dropping any of these before the end removes what came.

mod accept;
mod bundle;
mod check;
mod error;
mod file_name;
mod limits;
mod link;
mod quarantine;
mod receiver;
mod walk;

use git2::Repository;

pub use bundle::BundleHeader;
pub use check::{Checked, NewTemplate};
pub use error::ReceiveError;
pub use limits::Limits;
pub use receiver::Receiver;

use crate::id::{BlobId, CommitId};
use crate::refs::find_commit;
use crate::repo::Repo;
use quarantine::Quarantine;

/// Objects that came in and are not part of the repository yet.
pub struct Incoming {
    repo: Repo,
    quarantine: Quarantine,
}

impl Incoming {
    /// A handle of its own that sees the repository's objects and those in quarantine.
    fn open(&self) -> Result<Repository, ReceiveError> {
        let repository = Repository::open_bare(self.repo.path())?;
        let path = self.quarantine.path();
        let path = path.to_str().ok_or_else(|| {
            ReceiveError::io(path)(std::io::Error::other("the path of the repository is not UTF-8"))
        })?;
        repository.odb()?.add_disk_alternate(path)?;
        Ok(repository)
    }

    /// True if `ancestor` is contained in `commit`, either of which may just have come in.
    ///
    /// # Errors
    /// [`crate::GitError::CommitNotFound`].
    pub fn contains(&self, commit: CommitId, ancestor: CommitId) -> Result<bool, ReceiveError> {
        let repository = self.open()?;
        find_commit(&repository, commit)?;
        find_commit(&repository, ancestor)?;
        Ok(commit == ancestor || repository.graph_descendant_of(commit.0, ancestor.0)?)
    }

    /// Text of a file that came in; bytes that are not UTF-8 are replaced, as when it is compiled.
    ///
    /// # Errors
    /// [`ReceiveError::Git`] if it is not there.
    pub fn texts(&self, files: &[BlobId]) -> Result<Vec<String>, ReceiveError> {
        let repository = self.open()?;
        files
            .iter()
            .map(|id| {
                let blob = repository.find_blob(id.0)?;
                Ok(String::from_utf8_lossy(blob.content()).into_owned())
            })
            .collect()
    }
}
