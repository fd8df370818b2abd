//! Where names lead now.

use std::path::PathBuf;

use pan_output::DependencyKind;

use super::line::{Line, plain};
use super::stamp::modified;
use super::verdict::Reason;
use crate::world::listing::Listings;

/// The include path. Every directory is listed once.
pub struct IncludePath {
    roots: Vec<(String, Listings)>,
}

/// What a line means for every object that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Fine,
    /// They must not be older than this.
    Modified(i64),
    /// They are out of date.
    Outdated(Reason),
}

impl IncludePath {
    /// The path of these directories.
    pub fn new(roots: &[PathBuf]) -> Self {
        let root = |root: &PathBuf| (plain(&root.to_string_lossy()), Listings::default());
        Self {
            roots: roots.iter().map(root).collect(),
        }
    }

    /// What a line means.
    pub fn state(&self, line: &Line) -> State {
        let outdated = |reason: Option<Reason>| reason.map_or(State::Fine, State::Outdated);
        match line.kind {
            DependencyKind::AbsentSource => outdated(self.appeared(line, &[".pan", ".tpl"])),
            DependencyKind::AbsentText => outdated(self.appeared(line, &[""])),
            DependencyKind::Pan | DependencyKind::Tpl => self.present(line, &[".pan", ".tpl"]),
            DependencyKind::Text => self.present(line, &[""]),
        }
    }

    fn appeared(&self, line: &Line, suffixes: &[&str]) -> Option<Reason> {
        self.find(&line.name, suffixes).map(|file| Reason::Appeared {
            name: line.name.to_string(),
            file,
        })
    }

    fn present(&self, line: &Line, suffixes: &[&str]) -> State {
        let file = line.file();
        let Some(modified) = modified(&file) else {
            return State::Outdated(Reason::Missing(file));
        };
        match self.find(&line.name, suffixes) {
            Some(now) if now != file => State::Outdated(Reason::Elsewhere { was: file, now }),
            Some(_) => State::Modified(modified),
            // Found through a load path.
            None => match self.through_load_path(line, suffixes) {
                Some(now) if now != file => State::Outdated(Reason::Elsewhere { was: file, now }),
                None => State::Outdated(Reason::OffPath(file)),
                Some(_) => State::Modified(modified),
            },
        }
    }

    /// Where a name leads without load path.
    fn find(&self, name: &str, suffixes: &[&str]) -> Option<String> {
        self.find_from(self.roots.iter(), "", name, suffixes)
    }

    /// Where the load path that led to the line's directory leads now: the directories in front of its own come first.
    fn through_load_path(&self, line: &Line, suffixes: &[&str]) -> Option<String> {
        let prefixes = self.roots.iter().filter_map(|(root, _)| below(&line.root, root));
        // An include directory may be inside another one: any of the ways there may have been taken.
        let files =
            prefixes.filter_map(|prefix| self.find_from(self.roots.iter(), prefix, &line.name, suffixes));
        let file = line.file();
        files.min_by_key(|found| *found == file)
    }

    fn find_from<'r>(
        &self,
        mut roots: impl Iterator<Item = &'r (String, Listings)>,
        prefix: &str,
        name: &str,
        suffixes: &[&str],
    ) -> Option<String> {
        let slash = if prefix.is_empty() { "" } else { "/" };
        roots.find_map(|(root, listings)| {
            suffixes.iter().find_map(|suffix| {
                let relative = format!("{prefix}{slash}{name}{suffix}");
                listings
                    .holds(root, &relative)
                    .then(|| format!("{root}/{relative}"))
            })
        })
    }
}

/// What is behind `root` in the directory below it.
fn below<'d>(directory: &'d str, root: &str) -> Option<&'d str> {
    let rest = directory.strip_prefix(root)?;
    match rest.strip_prefix('/') {
        Some(prefix) => Some(prefix),
        None => rest.is_empty().then_some(""),
    }
}
