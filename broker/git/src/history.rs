//! Commits and their ancestors.

use crate::error::GitError;
use crate::id::CommitId;
use crate::refs::find_commit;
use crate::repo::Repo;

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitInfo {
    /// Id.
    pub id: CommitId,
    /// Parents, the first being the branch committed to.
    pub parents: Vec<CommitId>,
    /// Name of the author.
    pub author_name: String,
    /// Mail address of the author.
    pub author_email: String,
    /// When it was written, in seconds since 1970 UTC.
    pub time: i64,
    /// Complete message.
    pub message: String,
}

impl Repo {
    /// The commit that a text means: an id, the beginning of one, or a branch, with `~` and `^` behind it.
    ///
    /// # Errors
    /// [`GitError::Reference`] if it means none, or several.
    pub fn commit_of_text(&self, text: &str) -> Result<CommitId, GitError> {
        let unknown = |reason: &str| GitError::Reference {
            text: text.to_owned(),
            reason: reason.to_owned(),
        };
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_-./~^".contains(c);
        if text.is_empty() || text.starts_with('-') || !text.chars().all(allowed) {
            return Err(unknown("it is neither a commit id nor a branch"));
        }
        self.shared.pool.with(|repository| {
            let object = repository
                .revparse_single(text)
                .map_err(|error| unknown(error.message()))?;
            let commit = object
                .peel_to_commit()
                .map_err(|_| unknown("it is not a commit"))?;
            Ok(CommitId(commit.id()))
        })
    }

    /// One commit.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`].
    pub fn commit(&self, id: CommitId) -> Result<CommitInfo, GitError> {
        self.shared
            .pool
            .with(|repository| Ok(info(&find_commit(repository, id)?)))
    }

    /// A commit and its ancestors, children before parents, at most `limit`.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`].
    pub fn log(&self, from: CommitId, limit: usize) -> Result<Vec<CommitInfo>, GitError> {
        self.shared.pool.with(|repository| {
            find_commit(repository, from)?;
            let mut walk = repository.revwalk()?;
            walk.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::TIME)?;
            walk.push(from.0)?;
            let mut log = Vec::new();
            for id in walk.take(limit) {
                log.push(info(&repository.find_commit(id?)?));
            }
            Ok(log)
        })
    }

    /// True if `ancestor` is contained in `commit`; a commit contains itself.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`].
    pub fn contains(&self, commit: CommitId, ancestor: CommitId) -> Result<bool, GitError> {
        self.shared.pool.with(|repository| {
            find_commit(repository, commit)?;
            find_commit(repository, ancestor)?;
            Ok(commit == ancestor || repository.graph_descendant_of(commit.0, ancestor.0)?)
        })
    }
}

pub(crate) fn info(commit: &git2::Commit<'_>) -> CommitInfo {
    let author = commit.author();
    CommitInfo {
        id: CommitId(commit.id()),
        parents: commit.parent_ids().map(CommitId).collect(),
        author_name: String::from_utf8_lossy(author.name_bytes()).into_owned(),
        author_email: String::from_utf8_lossy(author.email_bytes()).into_owned(),
        time: author.when().seconds(),
        message: String::from_utf8_lossy(commit.message_raw_bytes()).into_owned(),
    }
}
