//! What objects depend on, kept small: the same templates are read for thousands of objects.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use pan_eval::{Reads, SourceKind};
use pan_output::{Dependency, DependencyKind, directory_uri, root_directory};
use rustc_hash::{FxHashMap, FxHashSet};

/// The dependencies of the objects of one run.
#[derive(Default)]
pub struct Dependencies {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    known: Vec<Arc<Dependency>>,
    numbers: FxHashMap<Source, u32>,
    objects: FxHashMap<Arc<str>, Object>,
}

/// What makes a line: the name asked for, its kind, and where it was found.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Source {
    name: Arc<str>,
    kind: DependencyKind,
    location: Option<Arc<str>>,
}

/// What one object depends on itself.
struct Object {
    lines: Box<[u32]>,
    objects: BTreeSet<Arc<str>>,
}

impl Dependencies {
    /// Keeps what an object read.
    pub fn insert(&self, object: &str, reads: &Reads) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = sources(reads).map(|source| state.number(source)).collect();
        let objects = reads.objects.clone();
        state.objects.insert(Arc::from(object), Object { lines, objects });
    }

    /// Everything the object depends on, other objects and what they depend on included.
    pub fn all(&self, object: &str) -> Vec<Arc<Dependency>> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut seen = FxHashSet::default();
        let mut lines = Vec::new();
        let mut waiting: Vec<Arc<str>> = vec![Arc::from(object)];
        while let Some(name) = waiting.pop() {
            if let Some(object) = state.objects.get(&name)
                && seen.insert(name)
            {
                lines.extend(object.lines.iter().copied());
                waiting.extend(object.objects.iter().cloned());
            }
        }
        if seen.len() > 1 {
            lines.sort_unstable();
            lines.dedup();
        }
        let line = |number: u32| state.known.get(usize::try_from(number).ok()?).cloned();
        lines.into_iter().filter_map(line).collect()
    }
}

impl State {
    fn number(&mut self, source: Source) -> u32 {
        if let Some(number) = self.numbers.get(&source) {
            return *number;
        }
        let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.known.push(Arc::new(source.line()));
        self.numbers.insert(source, next);
        next
    }
}

/// What the lines of a dependency file are made of, for what was read.
fn sources(reads: &Reads) -> impl Iterator<Item = Source> {
    let templates = reads
        .templates
        .values()
        .filter(|read| read.used)
        .map(|read| Source {
            name: Arc::clone(&read.name),
            kind: match read.kind {
                SourceKind::Pan => DependencyKind::Pan,
                SourceKind::Tpl => DependencyKind::Tpl,
            },
            location: Some(Arc::clone(&read.location)),
        });
    let files = reads.files.values().map(|read| Source {
        name: Arc::clone(&read.name),
        kind: DependencyKind::Text,
        location: Some(Arc::clone(&read.location)),
    });
    let absent = |kind| {
        move |name: &Arc<str>| Source {
            name: Arc::clone(name),
            kind,
            location: None,
        }
    };
    let absent_templates = reads
        .absent_templates
        .iter()
        .map(absent(DependencyKind::AbsentSource));
    let absent_files = reads.absent_files.iter().map(absent(DependencyKind::AbsentText));
    templates.chain(files).chain(absent_templates).chain(absent_files)
}

impl Source {
    fn line(&self) -> Dependency {
        let suffix = match self.kind {
            DependencyKind::Pan => ".pan",
            DependencyKind::Tpl => ".tpl",
            DependencyKind::Text | DependencyKind::AbsentSource | DependencyKind::AbsentText => "",
        };
        let root = self.location.as_deref().and_then(|location| {
            let location = location.strip_suffix('/').unwrap_or(location);
            root_directory(location, &self.name, suffix).map(directory_uri)
        });
        Dependency {
            name: self.name.to_string(),
            kind: self.kind,
            root: root.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pan_eval::{ContentHash, FileRead, TemplateRead};

    fn template(name: &str, used: bool) -> (Arc<str>, TemplateRead) {
        let read = TemplateRead {
            name: Arc::from(name),
            location: Arc::from(format!("/t/{name}.pan")),
            hash: ContentHash::of(b""),
            kind: SourceKind::Pan,
            used,
        };
        (Arc::from(name), read)
    }

    #[test]
    fn other_objects_are_included() {
        let dependencies = Dependencies::default();
        let file = FileRead {
            name: "f.txt".into(),
            location: "/t/f.txt".into(),
            hash: ContentHash::of(b""),
        };
        let a = Reads {
            templates: [
                template("a", true),
                template("common", true),
                template("asked", false),
            ]
            .into(),
            absent_templates: ["x".into()].into(),
            files: [("f.txt".into(), file)].into(),
            absent_files: ["g.txt".into()].into(),
            objects: ["b".into()].into(),
            ..Reads::default()
        };
        let b = Reads {
            templates: [template("b", true), template("common", true)].into(),
            objects: ["a".into()].into(),
            ..Reads::default()
        };
        dependencies.insert("a", &a);
        dependencies.insert("b", &b);
        let mut lines: Vec<String> = dependencies
            .all("a")
            .into_iter()
            .map(|line| format!("{} {} {}", line.name, line.kind.name(), line.root))
            .collect();
        lines.sort();
        assert_eq!(
            lines,
            [
                "a PAN file:/t/",
                "b PAN file:/t/",
                "common PAN file:/t/",
                "f.txt TEXT file:/t/",
                "g.txt ABSENT_TEXT ",
                "x ABSENT_SOURCE ",
            ]
        );
        assert_eq!(dependencies.all("b").len(), lines.len());
    }
}
