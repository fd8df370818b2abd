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
    known: Vec<Dependency>,
    numbers: FxHashMap<Dependency, u32>,
    objects: FxHashMap<Arc<str>, Object>,
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
        let lines = of(reads).into_iter().map(|line| state.number(line)).collect();
        let objects = reads.objects.clone();
        state.objects.insert(Arc::from(object), Object { lines, objects });
    }

    /// Everything the object depends on, other objects and what they depend on included.
    pub fn all(&self, object: &str) -> Vec<Dependency> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut seen = FxHashSet::default();
        let mut lines = BTreeSet::new();
        let mut waiting: Vec<Arc<str>> = vec![Arc::from(object)];
        while let Some(name) = waiting.pop() {
            if let Some(object) = state.objects.get(&name)
                && seen.insert(name)
            {
                lines.extend(object.lines.iter().copied());
                waiting.extend(object.objects.iter().cloned());
            }
        }
        let line = |number: u32| state.known.get(usize::try_from(number).ok()?).cloned();
        lines.into_iter().filter_map(line).collect()
    }
}

impl State {
    fn number(&mut self, line: Dependency) -> u32 {
        let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(line.clone()).or_insert(next);
        if number == next {
            self.known.push(line);
        }
        number
    }
}

/// The lines of a dependency file for what was read.
fn of(reads: &Reads) -> Vec<Dependency> {
    let mut lines = Vec::new();
    for read in reads.templates.values().filter(|read| read.used) {
        let (kind, suffix) = match read.kind {
            SourceKind::Pan => (DependencyKind::Pan, ".pan"),
            SourceKind::Tpl => (DependencyKind::Tpl, ".tpl"),
        };
        lines.push(found(&read.name, kind, &read.location, suffix));
    }
    for read in reads.files.values() {
        let location = read.location.strip_suffix('/').unwrap_or(&read.location);
        lines.push(found(&read.name, DependencyKind::Text, location, ""));
    }
    let absent = |kind| {
        move |name: &Arc<str>| Dependency {
            name: name.to_string(),
            kind,
            root: String::new(),
        }
    };
    lines.extend(
        reads
            .absent_templates
            .iter()
            .map(absent(DependencyKind::AbsentSource)),
    );
    lines.extend(reads.absent_files.iter().map(absent(DependencyKind::AbsentText)));
    lines
}

fn found(name: &str, kind: DependencyKind, location: &str, suffix: &str) -> Dependency {
    let root = root_directory(location, name, suffix)
        .map(directory_uri)
        .unwrap_or_default();
    Dependency {
        name: name.to_owned(),
        kind,
        root,
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
