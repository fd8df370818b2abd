//! Directories of commits, in memory.

use std::collections::HashMap;
use std::sync::Arc;

use git2::{ObjectType, Oid, Repository};

use crate::cache::Cache;
use crate::error::GitError;
use crate::id::BlobId;

/// Entries kept in each of the two generations of the cache of directories, some hundred bytes each.
const ENTRIES: usize = 500_000;

/// Git itself stops at 4096 bytes of path; this is far below, and keeps the recursion bounded.
pub(crate) const DEPTH: usize = 256;

/// An immutable directory. Commits share the directories in which they do not differ.
pub(crate) struct Node {
    entries: HashMap<Box<str>, Entry>,
}

/// An entry of a directory.
#[derive(Clone)]
pub(crate) enum Entry {
    Directory(Arc<Node>),
    File(BlobId),
    Link(Arc<str>),
}

impl Node {
    pub(crate) fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.get(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(name, entry)| (&**name, entry))
    }
}

/// Directories by object id.
pub(crate) struct Nodes {
    cache: Cache<Oid, Arc<Node>>,
}

impl Nodes {
    pub(crate) fn new() -> Self {
        Self {
            cache: Cache::new(ENTRIES),
        }
    }

    /// A directory with everything below it.
    pub(crate) fn load(&self, repository: &Repository, id: Oid) -> Result<Arc<Node>, GitError> {
        self.load_at(repository, id, 0)
    }

    fn load_at(&self, repository: &Repository, id: Oid, depth: usize) -> Result<Arc<Node>, GitError> {
        if let Some(node) = self.cache.get(&id) {
            return Ok(node);
        }
        if depth > DEPTH {
            return Err(git2::Error::from_str("directories are nested too deeply").into());
        }
        let tree = repository.find_tree(id)?;
        let mut entries = HashMap::with_capacity(tree.len());
        for entry in &tree {
            // Template names are ASCII; a name that is not UTF-8 can never be asked for.
            let Ok(name) = entry.name() else { continue };
            let value = match (entry.kind(), entry.filemode()) {
                (Some(ObjectType::Tree), _) => {
                    Entry::Directory(self.load_at(repository, entry.id(), depth + 1)?)
                }
                (Some(ObjectType::Blob), 0o120_000) => {
                    let target = repository.find_blob(entry.id())?;
                    Entry::Link(String::from_utf8_lossy(target.content()).into())
                }
                (Some(ObjectType::Blob), _) => Entry::File(BlobId(entry.id())),
                // A submodule's commit is in another repository.
                _ => continue,
            };
            entries.insert(name.into(), value);
        }
        let weight = entries.len() + 1;
        let node = Arc::new(Node { entries });
        self.cache.insert(id, Arc::clone(&node), weight);
        Ok(node)
    }
}
