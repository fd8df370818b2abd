//! From a directory to a commit.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use git2::{Oid, Repository};

use crate::error::GitError;
use crate::gather::write_commit;
use crate::id::CommitId;
use crate::name::BranchName;
use crate::refs::find_commit;
use crate::repo::Repo;
use crate::tree::follow;

/// Largest file stored, in bytes. Templates are thousands of times smaller.
const LARGEST: u64 = 64 << 20;

const FILE: i32 = 0o100_644;
const EXECUTABLE: i32 = 0o100_755;
const LINK: i32 = 0o120_000;
const DIRECTORY: i32 = 0o040_000;

/// Who makes a commit, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Name.
    pub name: String,
    /// Mail address, or the Kerberos principal.
    pub email: String,
    /// Seconds since 1970 UTC.
    pub time: i64,
}

impl Author {
    /// This author, now.
    pub fn now(name: impl Into<String>, email: impl Into<String>) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let time = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        Self {
            name: name.into(),
            email: email.into(),
            time,
        }
    }
}

impl Repo {
    /// Creates `branch` with the files of `directory` as its first commit.
    ///
    /// # Errors
    /// [`GitError::BranchExists`] if it is there with another commit, and those of [`Repo::import_directory`].
    pub fn seed_branch(
        &self,
        branch: &BranchName,
        directory: &Path,
        author: &Author,
        message: &str,
    ) -> Result<CommitId, GitError> {
        match self.resolve(branch) {
            Ok(_) => return Err(GitError::BranchExists(branch.to_string())),
            Err(GitError::BranchNotFound(_)) => {}
            Err(error) => return Err(error),
        }
        let commit = self.import_directory(directory, author, message, None)?;
        self.create_branch_ref(branch, commit)?;
        Ok(commit)
    }

    /// Stores all files of `directory` as one commit, without naming it by a ref. A `.git` directly in it is left
    /// out, so that a work tree can be imported; empty directories are left out because Git cannot store them.
    ///
    /// # Errors
    /// [`GitError::Symlink`] for links that leave the directory or lead nowhere, [`GitError::Submodule`] for
    /// repositories inside it, [`GitError::SpecialFile`], [`GitError::FileName`], [`GitError::TooLarge`],
    /// [`GitError::Empty`], [`GitError::Io`] for files that cannot be read, [`GitError::CommitNotFound`] for the
    /// parent.
    pub fn import_directory(
        &self,
        directory: &Path,
        author: &Author,
        message: &str,
        parent: Option<CommitId>,
    ) -> Result<CommitId, GitError> {
        let mut found = BTreeMap::new();
        scan(directory, "", &mut found)?;
        if found.is_empty() {
            return Err(GitError::Empty(directory.to_owned()));
        }
        check_links(&found)?;
        self.gather(|repository| {
            let root = store(repository, directory, &found)?;
            let parent = parent.map(|id| find_commit(repository, id)).transpose()?;
            let parents: Vec<&git2::Commit> = parent.iter().collect();
            let tree = repository.find_tree(root)?;
            write_commit(repository, author, message, &tree, &parents)
        })
    }
}

/// Something found in the directory.
enum Found {
    Directory(BTreeMap<String, Found>),
    File { executable: bool },
    Link(String),
}

fn scan(directory: &Path, prefix: &str, found: &mut BTreeMap<String, Found>) -> Result<(), GitError> {
    for entry in fs::read_dir(directory).map_err(GitError::io(directory))? {
        let entry = entry.map_err(GitError::io(directory))?;
        let path = entry.path();
        let name = entry
            .file_name()
            .into_string()
            .map_err(|name| GitError::FileName(name.into()))?;
        let relative = format!("{prefix}{name}");
        if name == ".git" {
            if prefix.is_empty() {
                continue;
            }
            return Err(GitError::Submodule(prefix.trim_end_matches('/').to_owned()));
        }
        let metadata = entry.metadata().map_err(GitError::io(&path))?;
        let kind = metadata.file_type();
        if kind.is_symlink() {
            let target = fs::read_link(&path).map_err(GitError::io(&path))?;
            let target = target
                .into_os_string()
                .into_string()
                .map_err(|t| GitError::FileName(t.into()))?;
            found.insert(name, Found::Link(target));
        } else if kind.is_dir() {
            let mut below = BTreeMap::new();
            scan(&path, &format!("{relative}/"), &mut below)?;
            if !below.is_empty() {
                found.insert(name, Found::Directory(below));
            }
        } else if kind.is_file() {
            if metadata.len() > LARGEST {
                return Err(GitError::TooLarge {
                    path: relative,
                    size: metadata.len(),
                    limit: LARGEST,
                });
            }
            let executable = metadata.permissions().mode() & 0o100 != 0;
            found.insert(name, Found::File { executable });
        } else {
            return Err(GitError::SpecialFile(relative));
        }
    }
    Ok(())
}

/// Refuses links that do not end at a file or directory of the tree.
fn check_links(root: &BTreeMap<String, Found>) -> Result<(), GitError> {
    let mut links = Vec::new();
    collect_links(root, &mut Vec::new(), &mut links);
    for (path, target) in links {
        if !leads_somewhere(root, path.clone()) {
            return Err(GitError::Symlink {
                path,
                target: target.to_owned(),
            });
        }
    }
    Ok(())
}

fn collect_links<'a>(
    directory: &'a BTreeMap<String, Found>,
    above: &mut Vec<&'a str>,
    links: &mut Vec<(String, &'a str)>,
) {
    for (name, found) in directory {
        above.push(name);
        match found {
            Found::Directory(below) => collect_links(below, above, links),
            Found::Link(target) => links.push((above.join("/"), target)),
            Found::File { .. } => {}
        }
        above.pop();
    }
}

fn leads_somewhere(root: &BTreeMap<String, Found>, mut path: String) -> bool {
    // As many links as a look-up in the stored tree follows.
    for _ in 0..=16 {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let mut directory = root;
        let mut next = None;
        for (index, segment) in segments.iter().enumerate() {
            match directory.get(*segment) {
                Some(Found::Directory(below)) => directory = below,
                Some(Found::File { .. }) => return index + 1 == segments.len(),
                Some(Found::Link(target)) => {
                    let (before, after) = (segments.get(..index), segments.get(index + 1..));
                    next = follow(before.unwrap_or_default(), target, after.unwrap_or_default());
                    if next.is_none() {
                        return false;
                    }
                    break;
                }
                None => return false,
            }
        }
        match next {
            Some(next) => path = next,
            None => return true,
        }
    }
    false
}

fn store(
    repository: &Repository,
    directory: &Path,
    found: &BTreeMap<String, Found>,
) -> Result<Oid, GitError> {
    let mut builder = repository.treebuilder(None)?;
    for (name, found) in found {
        let path = directory.join(name);
        let (id, mode) = match found {
            Found::Directory(below) => (store(repository, &path, below)?, DIRECTORY),
            Found::Link(target) => (repository.blob(target.as_bytes())?, LINK),
            Found::File { executable } => {
                let bytes = fs::read(&path).map_err(GitError::io(&path))?;
                (
                    repository.blob(&bytes)?,
                    if *executable { EXECUTABLE } else { FILE },
                )
            }
        };
        builder
            .insert(name, id, mode)
            .map_err(|_| GitError::FileName(path))?;
    }
    Ok(builder.write()?)
}
