//! What an evaluation read, found or not: from this the broker knows which objects a change touches, and `.dep` files are
//! made of it.

mod names;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use names::{NameSet, Names};

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

/// One thing that was looked up, to be noted again for another object.
#[derive(Clone, Debug)]
pub(crate) enum Note {
    Template(Arc<str>, Arc<TemplateRead>),
    MissedTemplate(Arc<str>),
    AbsentTemplate(Arc<str>),
    File(Arc<str>, Arc<FileRead>),
    MissedFile(Arc<str>),
    AbsentFile(Arc<str>),
}

/// Everything an evaluation read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Templates found, by full name (with the prefix of the load path).
    pub templates: Names<TemplateRead>,
    /// Full names of templates looked for and not there. A template of this name would have been found instead.
    pub missed_templates: NameSet,
    /// Names asked for with `exists` or `if_exists` and found nowhere on the load path (`ABSENT_SOURCE` in `.dep`).
    pub absent_templates: NameSet,
    /// Files found, by full name.
    pub files: Names<FileRead>,
    /// Full names of files looked for and not there.
    pub missed_files: NameSet,
    /// Names of files found nowhere on the load path (`ABSENT_TEXT` in `.dep`).
    pub absent_files: NameSet,
    /// Other objects whose profile this one looked into. Not transitive: theirs are in their own reads.
    pub objects: BTreeSet<Arc<str>>,
}

impl Note {
    /// A template that was found for `name`.
    pub(crate) fn template(name: &str, found: &Found<TemplateSource>, used: bool) -> Self {
        let read = TemplateRead {
            name: Arc::from(name),
            location: Arc::clone(&found.source.location),
            hash: found.source.hash,
            kind: found.source.kind,
            used,
        };
        Self::Template(Arc::clone(&found.full_name), Arc::new(read))
    }

    /// A file that was found for `name`.
    pub(crate) fn file(name: &str, found: &Found<FileSource>) -> Self {
        let read = FileRead {
            name: Arc::from(name),
            location: Arc::clone(&found.source.location),
            hash: found.source.hash,
        };
        Self::File(Arc::clone(&found.full_name), Arc::new(read))
    }
}

impl Note {
    /// Adds it to what was read. What is shared is copied only if it is not known there.
    pub(crate) fn add_to(&self, reads: &mut Arc<Reads>) {
        let known = match self {
            Self::Template(full_name, read) => reads
                .templates
                .get(full_name)
                .is_some_and(|known| known.used || !read.used),
            Self::MissedTemplate(name) => reads.missed_templates.contains(name),
            Self::AbsentTemplate(name) => reads.absent_templates.contains(name),
            Self::File(full_name, _) => reads.files.contains(full_name),
            Self::MissedFile(name) => reads.missed_files.contains(name),
            Self::AbsentFile(name) => reads.absent_files.contains(name),
        };
        if !known {
            Arc::make_mut(reads).take(self);
        }
    }
}

impl Reads {
    /// From now on all of it is kept once for all copies.
    pub(crate) fn share(&mut self) {
        self.templates.share();
        self.missed_templates.share();
        self.absent_templates.share();
        self.files.share();
        self.missed_files.share();
        self.absent_files.share();
    }

    /// Adds everything that was read besides.
    pub(crate) fn merge(this: &mut Arc<Self>, more: &Self) {
        let reads = Arc::make_mut(this);
        for (full_name, read) in more.templates.iter() {
            reads.add_template(full_name, read);
        }
        for (full_name, read) in more.files.iter() {
            if !reads.files.contains(full_name) {
                reads.files.insert(Arc::clone(full_name), read.clone());
            }
        }
        for (into, from) in [
            (&mut reads.missed_templates, &more.missed_templates),
            (&mut reads.absent_templates, &more.absent_templates),
            (&mut reads.missed_files, &more.missed_files),
            (&mut reads.absent_files, &more.absent_files),
        ] {
            from.keys().for_each(|name| insert(into, name));
        }
        // References to other objects are never left out.
        reads.objects.clone_from(&more.objects);
    }

    fn add_template(&mut self, full_name: &Arc<str>, read: &TemplateRead) {
        let known = self.templates.get(full_name);
        if known.is_none_or(|known| read.used && !known.used) {
            let mut new = known.unwrap_or(read).clone();
            new.used |= read.used;
            self.templates.insert(Arc::clone(full_name), new);
        }
    }

    /// Records what was noted.
    fn take(&mut self, note: &Note) {
        match note {
            Note::Template(full_name, read) => self.add_template(full_name, read),
            Note::MissedTemplate(name) => insert(&mut self.missed_templates, name),
            Note::AbsentTemplate(name) => insert(&mut self.absent_templates, name),
            Note::File(full_name, read) => {
                if !self.files.contains(full_name) {
                    self.files.insert(Arc::clone(full_name), FileRead::clone(read));
                }
            }
            Note::MissedFile(name) => insert(&mut self.missed_files, name),
            Note::AbsentFile(name) => insert(&mut self.absent_files, name),
        }
    }
}

fn insert(into: &mut NameSet, name: &Arc<str>) {
    if !into.contains(name) {
        into.insert(Arc::clone(name), ());
    }
}
