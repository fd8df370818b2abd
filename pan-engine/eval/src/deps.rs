//! What an evaluation read, found or not: from this the broker knows which objects a change touches, and `.dep` files are
//! made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::world::{ContentHash, FileSource, Found, SourceKind, TemplateSource};

/// A template that was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateRead {
    /// The name asked for, without the prefix of the load path.
    pub name: Arc<str>,
    /// Where it was found.
    pub location: Arc<str>,
    /// Hash of its source.
    pub hash: ContentHash,
    /// Its extension.
    pub kind: SourceKind,
    /// Was it used, or only asked for with `exists` or `if_exists`? Only used ones are in `.dep` files.
    pub used: bool,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRead {
    /// The name asked for, without the prefix of the load path.
    pub name: Arc<str>,
    /// Where it was found.
    pub location: Arc<str>,
    /// Hash of its content.
    pub hash: ContentHash,
}

/// Everything an evaluation read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Templates found, by full name (with the prefix of the load path).
    pub templates: BTreeMap<Arc<str>, TemplateRead>,
    /// Full names of templates looked for and not there. A template of this name would have been found instead.
    pub missed_templates: BTreeSet<Arc<str>>,
    /// Names asked for with `exists` or `if_exists` and found nowhere on the load path (`ABSENT_SOURCE` in `.dep`).
    pub absent_templates: BTreeSet<Arc<str>>,
    /// Files found, by full name.
    pub files: BTreeMap<Arc<str>, FileRead>,
    /// Full names of files looked for and not there.
    pub missed_files: BTreeSet<Arc<str>>,
    /// Names of files found nowhere on the load path (`ABSENT_TEXT` in `.dep`).
    pub absent_files: BTreeSet<Arc<str>>,
    /// Other objects whose profile this one looked into. Not transitive: theirs are in their own reads.
    pub objects: BTreeSet<Arc<str>>,
}

impl Reads {
    /// Records a template that was found for `name`.
    pub(crate) fn found_template(&mut self, name: &str, found: &Found<TemplateSource>, used: bool) {
        let read = self
            .templates
            .entry(Arc::clone(&found.full_name))
            .or_insert_with(|| TemplateRead {
                name: Arc::from(name),
                location: Arc::clone(&found.source.location),
                hash: found.source.hash,
                kind: found.source.kind,
                used: false,
            });
        read.used |= used;
    }

    /// Records a full name that is not there.
    pub(crate) fn missed_template(&mut self, full_name: &str) {
        insert(&mut self.missed_templates, full_name);
    }

    /// Records a name that is nowhere on the load path.
    pub(crate) fn absent_template(&mut self, name: &str) {
        insert(&mut self.absent_templates, name);
    }

    /// Records a file that was found for `name`.
    pub(crate) fn found_file(&mut self, name: &str, found: &Found<FileSource>) {
        self.files
            .entry(Arc::clone(&found.full_name))
            .or_insert_with(|| FileRead {
                name: Arc::from(name),
                location: Arc::clone(&found.source.location),
                hash: found.source.hash,
            });
    }

    /// Records a full name that is not there.
    pub(crate) fn missed_file(&mut self, full_name: &str) {
        insert(&mut self.missed_files, full_name);
    }

    /// Records a name that is nowhere on the load path.
    pub(crate) fn absent_file(&mut self, name: &str) {
        insert(&mut self.absent_files, name);
    }
}

fn insert(into: &mut BTreeSet<Arc<str>>, name: &str) {
    if !into.contains(name) {
        into.insert(Arc::from(name));
    }
}
