//! A walk through the files that a commit has and its parents have not.

use std::collections::{BTreeSet, HashMap, HashSet};

use git2::{ErrorCode, ObjectType, Odb, Oid, Repository, Tree, TreeEntry};

use super::check::NewTemplate;
use super::error::ReceiveError;
use super::limits::Limits;
use super::{file_name, link};
use crate::id::{BlobId, CommitId};
use crate::node::DEPTH;

const LINK: i32 = 0o120_000;
/// All commits together may change so many times the files that one may.
const COMMITS: usize = 20;
/// Longest target of a link, as the kernel has it.
const LONGEST_LINK: usize = 4096;

/// Checks of the files of one commit after the other.
pub(super) struct Walk<'a> {
    repository: &'a Repository,
    limits: &'a Limits,
    /// Sizes of the new files, each content once.
    sizes: HashMap<Oid, u64>,
    total: u64,
    /// Directories that were found to be good at their place.
    good: HashSet<(Oid, String)>,
    files: usize,
    /// Entries looked at for the commit at hand.
    in_commit: usize,
    at: CommitId,
}

impl<'a> Walk<'a> {
    pub(super) fn new(repository: &'a Repository, limits: &'a Limits) -> Self {
        Self {
            repository,
            limits,
            sizes: HashMap::new(),
            total: 0,
            good: HashSet::new(),
            files: 0,
            in_commit: 0,
            at: CommitId(Oid::ZERO_SHA1),
        }
    }

    /// Files looked at, counted once per commit.
    pub(super) fn files(&self) -> usize {
        self.files
    }

    /// Checks what a commit has that its parents have not. They were checked before, or were here already.
    pub(super) fn commit(&mut self, id: Oid) -> Result<(), ReceiveError> {
        self.at = CommitId(id);
        self.in_commit = 0;
        let commit = self.repository.find_commit(id).map_err(missing)?;
        let tree = commit.tree().map_err(missing)?;
        let mut parents = Vec::new();
        for parent in commit.parents() {
            parents.push(parent.tree()?);
        }
        let odb = self.repository.odb()?;
        self.directory(&odb, &tree, &parents, &mut Vec::new())
    }

    /// The templates of a commit that none of the commits `before` has at the same place with the same content.
    pub(super) fn templates(
        &mut self,
        commit: Oid,
        before: &BTreeSet<Oid>,
    ) -> Result<Vec<NewTemplate>, ReceiveError> {
        let tree = self.repository.find_commit(commit)?.tree()?;
        let mut old = Vec::new();
        for id in before {
            old.push(self.repository.find_commit(*id)?.tree()?);
        }
        let mut found = Vec::new();
        self.gather(&tree, &old, "", &mut found)?;
        found.sort();
        Ok(found)
    }

    fn directory(
        &mut self,
        odb: &Odb<'_>,
        tree: &Tree<'_>,
        parents: &[Tree<'_>],
        path: &mut Vec<String>,
    ) -> Result<(), ReceiveError> {
        let place = (tree.id(), path.join("/"));
        if self.good.contains(&place) {
            return Ok(());
        }
        if path.len() > DEPTH {
            return Err(ReceiveError::TooDeep(place.1));
        }
        for entry in tree {
            if is_known(&entry, parents) {
                continue;
            }
            self.count()?;
            let name = name(&entry, path)?;
            path.push(name);
            match (entry.kind(), entry.filemode()) {
                (Some(ObjectType::Tree), _) => {
                    let below = self.repository.find_tree(entry.id()).map_err(missing)?;
                    let parents = self.below(parents, &entry)?;
                    self.directory(odb, &below, &parents, path)?;
                }
                (Some(ObjectType::Blob), LINK) => self.link(entry.id(), path)?,
                (Some(ObjectType::Blob), _) => self.file(odb, entry.id(), path)?,
                _ => return Err(ReceiveError::Submodule(path.join("/"))),
            }
            path.pop();
        }
        self.good.insert(place);
        Ok(())
    }

    fn count(&mut self) -> Result<(), ReceiveError> {
        let limit = self.limits.files;
        self.in_commit += 1;
        self.files += 1;
        if self.in_commit > limit {
            return Err(ReceiveError::TooManyFiles {
                commit: self.at,
                limit,
            });
        }
        let limit = limit.saturating_mul(COMMITS);
        match self.files > limit {
            true => Err(ReceiveError::TooManyChanges { limit }),
            false => Ok(()),
        }
    }

    fn link(&self, id: Oid, path: &[String]) -> Result<(), ReceiveError> {
        let blob = self.repository.find_blob(id).map_err(missing)?;
        let refused = |target: &str, reason| {
            let target = target.chars().take(100).collect();
            Err(ReceiveError::Symlink {
                path: path.join("/"),
                target,
                reason,
            })
        };
        let Ok(target) = std::str::from_utf8(blob.content()) else {
            return refused(&String::from_utf8_lossy(blob.content()), "that is not UTF-8");
        };
        if target.len() > LONGEST_LINK {
            return refused(target, "that is too long");
        }
        let directory: Vec<&str> = path.iter().map(String::as_str).collect();
        let (_, directory) = directory.split_last().unwrap_or((&"", &[]));
        match link::fault(directory, target) {
            Some(reason) => refused(target, reason),
            None => Ok(()),
        }
    }

    fn file(&mut self, odb: &Odb<'_>, id: Oid, path: &[String]) -> Result<(), ReceiveError> {
        if self.sizes.contains_key(&id) {
            return Ok(());
        }
        let (size, kind) = odb.read_header(id).map_err(missing)?;
        if kind != ObjectType::Blob {
            return Err(ReceiveError::Pack(format!("{} is not a file", path.join("/"))));
        }
        let (size, limit) = (size as u64, self.limits.file);
        if size > limit {
            let path = path.join("/");
            return Err(ReceiveError::FileTooLarge { path, size, limit });
        }
        self.sizes.insert(id, size);
        self.total = self.total.saturating_add(size);
        match self.total > self.limits.total {
            true => Err(ReceiveError::TotalTooLarge {
                limit: self.limits.total,
            }),
            false => Ok(()),
        }
    }

    fn gather(
        &self,
        tree: &Tree<'_>,
        old: &[Tree<'_>],
        prefix: &str,
        found: &mut Vec<NewTemplate>,
    ) -> Result<(), ReceiveError> {
        for entry in tree {
            // Names were checked before.
            let Ok(name) = entry.name() else { continue };
            if is_known(&entry, old) {
                continue;
            }
            let path = format!("{prefix}{name}");
            match (entry.kind(), entry.filemode()) {
                (Some(ObjectType::Tree), _) => {
                    let below = self.repository.find_tree(entry.id())?;
                    self.gather(&below, &self.below(old, &entry)?, &format!("{path}/"), found)?;
                }
                (Some(ObjectType::Blob), mode) if mode != LINK && is_template(name) => {
                    let id = BlobId(entry.id());
                    found.push(NewTemplate { path, id });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The directories of this name in others.
    fn below(&self, trees: &[Tree<'_>], entry: &TreeEntry<'_>) -> Result<Vec<Tree<'a>>, ReceiveError> {
        let mut below = Vec::new();
        for tree in trees {
            match tree.get_name_bytes(entry.name_bytes()) {
                Some(same) if same.kind() == Some(ObjectType::Tree) => {
                    below.push(self.repository.find_tree(same.id())?);
                }
                _ => {}
            }
        }
        Ok(below)
    }
}

/// One of the others has just the same here.
fn is_known(entry: &TreeEntry<'_>, others: &[Tree<'_>]) -> bool {
    others.iter().any(|other| {
        other
            .get_name_bytes(entry.name_bytes())
            .is_some_and(|same| same.id() == entry.id() && same.filemode() == entry.filemode())
    })
}

fn is_template(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, extension)| crate::tree::EXTENSIONS.contains(&extension))
}

fn name(entry: &TreeEntry<'_>, path: &[String]) -> Result<String, ReceiveError> {
    let refused = |name: &str, reason| {
        let mut path = path.to_vec();
        path.push(name.to_owned());
        Err(ReceiveError::FileName {
            path: path.join("/"),
            reason,
        })
    };
    match std::str::from_utf8(entry.name_bytes()) {
        Ok(name) => match file_name::fault(name) {
            Some(reason) => refused(name, reason),
            None => Ok(name.to_owned()),
        },
        Err(_) => refused(&String::from_utf8_lossy(entry.name_bytes()), "it is not UTF-8"),
    }
}

fn missing(error: git2::Error) -> ReceiveError {
    match error.code() {
        ErrorCode::NotFound => ReceiveError::Incomplete(error.message().to_owned()),
        _ => error.into(),
    }
}
