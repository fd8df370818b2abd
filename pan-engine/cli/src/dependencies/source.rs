//! What lines of dependency files are made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use pan_eval::{FileRead, Reads, SourceKind, TemplateRead};
use pan_output::{DependencyKind, root_directory};

/// What reads have in common with those of other objects.
pub struct Common {
    templates: Arc<BTreeMap<Arc<str>, TemplateRead>>,
    files: Arc<BTreeMap<Arc<str>, FileRead>>,
    absent_templates: Arc<BTreeMap<Arc<str>, ()>>,
    absent_files: Arc<BTreeMap<Arc<str>, ()>>,
}

/// What makes a line: the name asked for, its kind, and where it was found.
pub struct Source {
    /// The name asked for.
    pub name: Arc<str>,
    /// What it is.
    pub kind: DependencyKind,
    location: Option<Arc<str>>,
}

impl Common {
    /// What these reads have in common with others.
    pub fn of(reads: &Reads) -> Self {
        Self {
            templates: Arc::clone(reads.templates.common()),
            files: Arc::clone(reads.files.common()),
            absent_templates: Arc::clone(reads.absent_templates.common()),
            absent_files: Arc::clone(reads.absent_files.common()),
        }
    }

    /// Is it the very same? To be equal is not enough.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.templates, &other.templates)
            && Arc::ptr_eq(&self.files, &other.files)
            && Arc::ptr_eq(&self.absent_templates, &other.absent_templates)
            && Arc::ptr_eq(&self.absent_files, &other.absent_files)
    }

    /// What the lines of a dependency file are made of.
    pub fn sources(&self) -> impl Iterator<Item = Source> {
        let templates = self.templates.values().filter_map(Source::template);
        let files = self.files.values().map(Source::file);
        let absent_templates = self.absent_templates.keys().map(Source::absent_template);
        let absent_files = self.absent_files.keys().map(Source::absent_file);
        templates.chain(files).chain(absent_templates).chain(absent_files)
    }
}

/// The same of what an object does not have in common with others: what it does not have, and what it has instead.
pub fn own_sources(reads: &Reads) -> (Vec<Source>, Vec<Source>) {
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for (name, own) in reads.templates.own() {
        let common = reads.templates.common().get(name);
        gone.extend(common.and_then(Source::template));
        new.extend(own.as_ref().and_then(Source::template));
    }
    for (name, own) in reads.files.own() {
        gone.extend(reads.files.common().get(name).map(Source::file));
        new.extend(own.as_ref().map(Source::file));
    }
    for (names, source) in [
        (
            &reads.absent_templates,
            Source::absent_template as fn(&Arc<str>) -> Source,
        ),
        (&reads.absent_files, Source::absent_file),
    ] {
        for (name, own) in names.own() {
            gone.extend(names.common().contains_key(name).then(|| source(name)));
            new.extend(own.is_some().then(|| source(name)));
        }
    }
    (gone, new)
}

impl Source {
    /// A template, if it was used.
    fn template(read: &TemplateRead) -> Option<Self> {
        let kind = match read.kind {
            SourceKind::Pan => DependencyKind::Pan,
            SourceKind::Tpl => DependencyKind::Tpl,
        };
        read.used.then(|| Self {
            name: Arc::clone(&read.name),
            kind,
            location: Some(Arc::clone(&read.location)),
        })
    }

    fn file(read: &FileRead) -> Self {
        Self {
            name: Arc::clone(&read.name),
            kind: DependencyKind::Text,
            location: Some(Arc::clone(&read.location)),
        }
    }

    fn absent_template(name: &Arc<str>) -> Self {
        Self::absent(name, DependencyKind::AbsentSource)
    }

    fn absent_file(name: &Arc<str>) -> Self {
        Self::absent(name, DependencyKind::AbsentText)
    }

    fn absent(name: &Arc<str>, kind: DependencyKind) -> Self {
        Self {
            name: Arc::clone(name),
            kind,
            location: None,
        }
    }

    /// The directory that the name is relative to; none for what is absent.
    pub fn directory(&self) -> Option<&str> {
        let suffix = match self.kind {
            DependencyKind::Pan => ".pan",
            DependencyKind::Tpl => ".tpl",
            DependencyKind::Text | DependencyKind::AbsentSource | DependencyKind::AbsentText => "",
        };
        let location = self.location.as_deref()?;
        let location = location.strip_suffix('/').unwrap_or(location);
        root_directory(location, &self.name, suffix)
    }
}
