//! Objects that the broker makes itself.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;

use git2::{Buf, Oid, Repository, Signature, Time};

use crate::error::GitError;
use crate::id::CommitId;
use crate::import::Author;
use crate::repo::Repo;

impl Repo {
    /// Stores what `make` writes to its repository as one pack, synced before this returns: one file to write instead of
    /// thousands, and nothing is left behind when it fails half-way.
    pub(crate) fn gather(
        &self,
        make: impl FnOnce(&Repository) -> Result<Oid, GitError>,
    ) -> Result<CommitId, GitError> {
        // Its own handle: what is attached to its object database has to go with it.
        let repository = Repository::open_bare(self.path())?;
        let odb = repository.odb()?;
        let gathered = odb.add_new_mempack_backend(1000)?;
        let made = make(&repository)?;
        let mut pack = Buf::new();
        gathered.dump(&repository, &mut pack)?;
        self.shared.pool.with(|target| {
            let odb = target.odb()?;
            let mut writer = odb.packwriter()?;
            // The error of the writer does not say why; the library knows.
            std::io::Write::write_all(&mut writer, &pack).map_err(|_| git2::Error::last_error(-1))?;
            let before = packs(self.path())?;
            writer.commit()?;
            sync_new_packs(self.path(), &before)
        })?;
        Ok(CommitId(made))
    }
}

/// Writes a commit that no ref names yet.
pub(crate) fn write_commit(
    repository: &Repository,
    author: &Author,
    message: &str,
    tree: &git2::Tree<'_>,
    parents: &[&git2::Commit<'_>],
) -> Result<Oid, GitError> {
    let signature = Signature::new(&author.name, &author.email, &Time::new(author.time, 0))?;
    Ok(repository.commit(None, &signature, &signature, message, tree, parents)?)
}

/// Names of the files of packs.
fn packs(repository: &Path) -> Result<BTreeSet<OsString>, GitError> {
    let directory = repository.join("objects/pack");
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(&directory).map_err(GitError::io(&directory))? {
        names.insert(entry.map_err(GitError::io(&directory))?.file_name());
    }
    Ok(names)
}

/// Commits have to survive a power failure before the database names them. The library does not sync packs.
fn sync_new_packs(repository: &Path, before: &BTreeSet<OsString>) -> Result<(), GitError> {
    let directory = repository.join("objects/pack");
    for name in packs(repository)?.difference(before) {
        let path = directory.join(name);
        File::open(&path)
            .and_then(|file| file.sync_all())
            .map_err(GitError::io(&path))?;
    }
    File::open(&directory)
        .and_then(|file| file.sync_all())
        .map_err(GitError::io(&directory))
}
