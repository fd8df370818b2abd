//! The repository.

use std::path::Path;
use std::sync::Arc;

use git2::{Repository, RepositoryInitOptions};

use crate::blobs::Blobs;
use crate::cache::Cache;
use crate::error::GitError;
use crate::id::CommitId;
use crate::node::Nodes;
use crate::pool::Pool;
use crate::tree::Tree;

/// Commits whose trees are kept ready. A tree costs little beyond its directories, which are shared.
const TREES: usize = 4096;

/// The bare repository of an installation. Cheap to clone; all clones share handles and caches.
#[derive(Clone)]
pub struct Repo {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) pool: Pool,
    pub(crate) nodes: Nodes,
    pub(crate) blobs: Blobs,
    trees: Cache<CommitId, Arc<Tree>>,
}

impl Repo {
    /// Opens the bare repository at `path`, creating it with parent directories if nothing is there. An existing
    /// one is left as it is.
    ///
    /// # Errors
    /// [`GitError::NotARepository`] if something else is there; [`GitError::Git`] if it cannot be created.
    pub fn init(path: &Path) -> Result<Self, GitError> {
        if path.join("HEAD").exists() {
            return Self::open(path);
        }
        let occupied = path.read_dir().is_ok_and(|mut entries| entries.next().is_some());
        if occupied || path.is_file() {
            let reason = "something else is there".to_owned();
            return Err(GitError::NotARepository {
                path: path.to_owned(),
                reason,
            });
        }
        let mut options = RepositoryInitOptions::new();
        options
            .bare(true)
            .mkpath(true)
            .no_reinit(true)
            .external_template(false)
            .initial_head("prod");
        let repository = Repository::init_opts(path, &options)?;
        let mut config = repository.config()?;
        // What is pushed has to survive a power failure once the push has succeeded.
        config.set_str("core.fsync", "committed,reference")?;
        // Garbage collection could remove objects of a commit whose transaction has not ended yet.
        config.set_i32("gc.auto", 0)?;
        Self::open(path)
    }

    /// Opens the bare repository at `path`.
    ///
    /// # Errors
    /// [`GitError::NotARepository`] if there is none.
    pub fn open(path: &Path) -> Result<Self, GitError> {
        let pool = Pool::new(path);
        pool.with(|_| Ok(()))?;
        let (nodes, blobs, trees) = (Nodes::new(), Blobs::new(), Cache::new(TREES));
        Ok(Self {
            shared: Arc::new(Shared {
                pool,
                nodes,
                blobs,
                trees,
            }),
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.shared.pool.path()
    }

    /// Forgets what is known of the packs.
    pub(crate) fn renew_handles(&self) {
        self.shared.pool.renew();
    }

    /// The files of a commit. The first call for a commit reads the directories that no commit before it had.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`], or [`GitError::Git`] for a damaged repository.
    pub fn tree(&self, commit: CommitId) -> Result<Arc<Tree>, GitError> {
        if let Some(tree) = self.shared.trees.get(&commit) {
            return Ok(tree);
        }
        let root = self.shared.pool.with(|repository| {
            let found = crate::refs::find_commit(repository, commit)?;
            self.shared.nodes.load(repository, found.tree_id())
        })?;
        let tree = Arc::new(Tree::new(self.clone(), commit, root));
        self.shared.trees.insert(commit, Arc::clone(&tree), 1);
        Ok(tree)
    }
}
