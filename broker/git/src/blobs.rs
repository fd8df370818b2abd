//! Contents of files.

use std::sync::Arc;

use git2::Repository;

use crate::cache::Cache;
use crate::error::GitError;
use crate::id::BlobId;

/// Bytes kept in each of the two generations of the cache.
const BYTES: usize = 64 << 20;

/// Texts by object id: the same content is held once, whichever commits and paths have it.
pub(crate) struct Blobs {
    cache: Cache<BlobId, Arc<str>>,
}

impl Blobs {
    pub(crate) fn new() -> Self {
        Self {
            cache: Cache::new(BYTES),
        }
    }

    pub(crate) fn cached(&self, id: BlobId) -> Option<Arc<str>> {
        self.cache.get(&id)
    }

    /// Text of a blob. Bytes that are not UTF-8 are replaced, as the Pan compiler does when it reads a file.
    pub(crate) fn load(&self, repository: &Repository, id: BlobId) -> Result<Arc<str>, GitError> {
        let blob = repository.find_blob(id.0)?;
        let text: Arc<str> = String::from_utf8_lossy(blob.content()).into();
        self.cache.insert(id, Arc::clone(&text), text.len() + 64);
        Ok(text)
    }
}
