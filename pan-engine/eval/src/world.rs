//! What the engine asks of its surroundings. Nothing in the engine reads a file or a clock but through [`World`].

mod overlay;

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use thiserror::Error;

pub use overlay::{Changes, Overlay};

use crate::outcome::Profile;

/// Content of a source, shortened to what its cache key needs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The hash of a content (SHA-256).
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }

    /// A hash computed elsewhere over the same content. Two different contents must never have the same one.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// The file name extension a template was found under; `.dep` files show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceKind {
    /// `.pan`
    #[default]
    Pan,
    /// `.tpl`
    Tpl,
}

/// Source of a template.
#[derive(Clone, Debug)]
pub struct TemplateSource {
    /// The text.
    pub text: Arc<str>,
    /// Where it was found: shown in diagnostics, and the base of the location in `.dep` files.
    pub location: Arc<str>,
    /// Hash of the text.
    pub hash: ContentHash,
    /// The extension.
    pub kind: SourceKind,
}

impl TemplateSource {
    /// A `.pan` source with the hash of its text.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>, location: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let hash = ContentHash::of(text.as_bytes());
        Self {
            text,
            location: location.into(),
            hash,
            kind: SourceKind::Pan,
        }
    }
}

/// A file that `file_contents` reads.
#[derive(Clone, Debug)]
pub struct FileSource {
    /// Its bytes.
    pub content: Arc<[u8]>,
    /// Where it was found.
    pub location: Arc<str>,
    /// Hash of the bytes.
    pub hash: ContentHash,
}

impl FileSource {
    /// A file with the hash of its content.
    #[must_use]
    pub fn new(content: impl Into<Arc<[u8]>>, location: impl Into<Arc<str>>) -> Self {
        let content = content.into();
        let hash = ContentHash::of(&content);
        Self {
            content,
            location: location.into(),
            hash,
        }
    }
}

/// The surroundings failed: not "does not exist" but "cannot be told".
#[derive(Clone, Debug, Error)]
#[error("{0}")]
pub struct WorldError(pub String);

/// The result of looking a name up along a load path.
#[derive(Clone, Debug)]
pub struct Found<S> {
    /// The source.
    pub source: S,
    /// The name it was found under: the name asked for behind one of the prefixes.
    pub full_name: Arc<str>,
}

/// Where templates, files and other objects come from. Asking twice for the same name must give the same answer as
/// long as one compile runs.
pub trait World: Send + Sync {
    /// Source of the template with this full name (`archetype/base`; the prefix of LOADPATH is already applied, the
    /// extension is not part of it). `None`: does not exist.
    ///
    /// # Errors
    /// It cannot be told whether it exists, or it cannot be read.
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError>;

    /// The file with this full name. `None`: does not exist.
    ///
    /// # Errors
    /// It cannot be told whether it exists, or it cannot be read; or it is not a regular file.
    fn file(&self, name: &str) -> Result<Option<FileSource>, WorldError>;

    /// The finished profile of another object, or `None` when it has to be compiled from its object template.
    ///
    /// # Errors
    /// It cannot be told.
    fn profile(&self, object: &str) -> Result<Option<Profile>, WorldError>;

    /// Full names of the templates in the directory where this full name would be. Only for hints: nothing is recorded, and
    /// a world that cannot tell, or would need long, says nothing.
    fn templates_beside(&self, name: &str) -> Vec<String> {
        let _ = name;
        Vec::new()
    }

    /// Looks a template up along a load path (`prefixes` starts with "" and goes on with LOADPATH). The order is the
    /// load path's; a world of several roots, where each root is searched along the whole load path before the next
    /// one, overrides this. `missed` is told every full name that would have been found instead, were it there.
    ///
    /// # Errors
    /// As [`World::template`].
    fn find_template(
        &self,
        name: &str,
        prefixes: &[Arc<str>],
        missed: &mut dyn FnMut(&str),
    ) -> Result<Option<Found<TemplateSource>>, WorldError> {
        search(name, prefixes, missed, |full| self.template(full))
    }

    /// Looks a file up like [`World::find_template`].
    ///
    /// # Errors
    /// As [`World::file`].
    fn find_file(
        &self,
        name: &str,
        prefixes: &[Arc<str>],
        missed: &mut dyn FnMut(&str),
    ) -> Result<Option<Found<FileSource>>, WorldError> {
        search(name, prefixes, missed, |full| self.file(full))
    }
}

fn search<S>(
    name: &str,
    prefixes: &[Arc<str>],
    missed: &mut dyn FnMut(&str),
    get: impl Fn(&str) -> Result<Option<S>, WorldError>,
) -> Result<Option<Found<S>>, WorldError> {
    for prefix in prefixes {
        let full_name = join(prefix, name);
        match get(&full_name)? {
            Some(source) => return Ok(Some(Found { source, full_name })),
            None => missed(&full_name),
        }
    }
    Ok(None)
}

/// The name behind a prefix of the load path.
#[must_use]
pub fn join(prefix: &str, name: &str) -> Arc<str> {
    if prefix.is_empty() {
        Arc::from(name)
    } else {
        Arc::from(format!("{}/{name}", prefix.trim_end_matches('/')))
    }
}
