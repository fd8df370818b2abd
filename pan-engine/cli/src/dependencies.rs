//! What objects depend on, kept small: the same templates are read for thousands of objects.

mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexSet;
use pan_eval::{FileRead, Reads, SourceKind, TemplateRead};
use pan_output::{Dependency, DependencyKind, dependency_text, directory_uri, root_directory};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use text::Text;

/// The dependencies of the objects of one run.
#[derive(Default)]
pub struct Dependencies {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The lines, by their numbers.
    known: Known,
    /// The URIs of the directories that their names are relative to: few.
    roots: FxHashMap<Box<str>, Arc<str>>,
    objects: FxHashMap<Arc<str>, Object>,
    /// The numbers that those of the next object may be like.
    last: Arc<[u32]>,
    /// The lines that those of the last object written are like.
    text: Option<Text>,
    /// What the last object had in common with others, and its numbers.
    common: Option<(Common, Vec<u32>)>,
}

/// What reads have in common with those of other objects.
struct Common {
    templates: Arc<BTreeMap<Arc<str>, TemplateRead>>,
    files: Arc<BTreeMap<Arc<str>, FileRead>>,
    absent_templates: Arc<BTreeMap<Arc<str>, ()>>,
    absent_files: Arc<BTreeMap<Arc<str>, ()>>,
}

/// Lines. Each of the thousands of objects has some of its own, so they are kept once, and nothing besides.
type Known = IndexSet<Dependency, FxBuildHasher>;

/// What makes a line: the name asked for, its kind, and where it was found.
struct Source {
    name: Arc<str>,
    kind: DependencyKind,
    location: Option<Arc<str>>,
}

/// What one object depends on itself.
struct Object {
    lines: Lines,
    objects: BTreeSet<Arc<str>>,
}

/// Numbers of lines. Those of one object are mostly those of another.
struct Lines {
    /// In the order of the lines.
    like: Arc<[u32]>,
    /// The numbers at these places are others, whatever their order.
    but: Box<[(u32, u32)]>,
}

impl Lines {
    /// The numbers, in no order.
    fn all(&self) -> impl Iterator<Item = u32> {
        let mut but = self.but.iter().peekable();
        let like = (0..).zip(self.like.iter());
        like.map(move |(at, number)| {
            but.next_if(|(place, _)| *place == at)
                .map_or(*number, |(_, own)| *own)
        })
    }
}

/// The line with a number.
fn line(known: &Known, number: u32) -> Option<&Dependency> {
    known.get_index(usize::try_from(number).ok()?)
}

impl Dependencies {
    /// Keeps what an object read.
    pub fn insert(&self, object: &str, reads: &Reads) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let numbers = state.numbers(reads);
        let lines = state.lines(numbers);
        let objects = reads.objects.clone();
        state.objects.insert(Arc::from(object), Object { lines, objects });
    }

    /// The text of the dependency file of an object: everything it depends on, other objects and what they depend on included.
    pub fn text(&self, object: &str) -> String {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = &mut *state;
        if let Some(object) = state.objects.get(object)
            && object.objects.is_empty()
        {
            let text = match state.text.take() {
                Some(text) if text.is_of(&object.lines) => text,
                _ => Text::new(&object.lines.like, &state.known),
            };
            let own = text.but_for(&object.lines.but, &state.known);
            state.text = Some(text);
            return own;
        }
        let mut seen = FxHashSet::default();
        let mut numbers = Vec::new();
        let mut waiting: Vec<Arc<str>> = vec![Arc::from(object)];
        while let Some(name) = waiting.pop() {
            if let Some(object) = state.objects.get(&name)
                && seen.insert(name)
            {
                numbers.extend(object.lines.all());
                waiting.extend(object.objects.iter().cloned());
            }
        }
        let lines = numbers
            .into_iter()
            .filter_map(|number| line(&state.known, number));
        dependency_text(&lines.collect::<Vec<_>>())
    }
}

impl State {
    /// The numbers, kept as what they differ in from others if that is little.
    fn lines(&mut self, numbers: Vec<u32>) -> Lines {
        let differing = (0..)
            .zip(self.last.iter().zip(&numbers))
            .filter(|(_, (old, new))| old != new)
            .map(|(at, (_, new))| (at, *new));
        let but: Box<[(u32, u32)]> = differing.collect();
        if numbers.len() == self.last.len() && but.len() < numbers.len() / 8 {
            return Lines {
                like: Arc::clone(&self.last),
                but,
            };
        }
        let mut numbers = numbers;
        self.sort(&mut numbers);
        self.last = numbers.into();
        Lines {
            like: Arc::clone(&self.last),
            but: Box::default(),
        }
    }

    /// Puts numbers in the order of their lines.
    fn sort(&self, numbers: &mut [u32]) {
        numbers.sort_by_key(|number| line(&self.known, *number));
    }

    /// The numbers of the lines of an object. They are in order but for those that it does not have in common with others.
    fn numbers(&mut self, reads: &Reads) -> Vec<u32> {
        let common = Common::of(reads);
        let known = self.common.take().filter(|(known, _)| known.is_same(&common));
        let (common, shared) = known.unwrap_or_else(|| {
            let mut numbers: Vec<u32> = common.sources().map(|source| self.number(source)).collect();
            self.sort(&mut numbers);
            (common, numbers)
        });
        let mut numbers = shared.clone();
        let (gone, new) = own_sources(reads);
        let mut new = new
            .into_iter()
            .map(|source| self.number(source))
            .collect::<Vec<_>>();
        for gone in gone {
            let gone = self.number(gone);
            let Some(at) = numbers.iter().position(|number| *number == gone) else {
                continue;
            };
            // Where the others have theirs, so that most are at the same places.
            match (new.pop(), numbers.get_mut(at)) {
                (Some(new), Some(place)) => *place = new,
                _ => {
                    numbers.swap_remove(at);
                }
            }
        }
        numbers.extend(new);
        self.common = Some((common, shared));
        numbers
    }

    fn number(&mut self, source: Source) -> u32 {
        let root = source.directory().map_or_else(Arc::default, |directory| {
            let known = self.roots.get(directory).cloned();
            known.unwrap_or_else(|| {
                let root: Arc<str> = directory_uri(directory).into();
                self.roots.insert(directory.into(), Arc::clone(&root));
                root
            })
        });
        let line = Dependency {
            name: source.name,
            kind: source.kind,
            root,
        };
        u32::try_from(self.known.insert_full(line).0).unwrap_or(u32::MAX)
    }
}

impl Common {
    fn of(reads: &Reads) -> Self {
        Self {
            templates: Arc::clone(reads.templates.common()),
            files: Arc::clone(reads.files.common()),
            absent_templates: Arc::clone(reads.absent_templates.common()),
            absent_files: Arc::clone(reads.absent_files.common()),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.templates, &other.templates)
            && Arc::ptr_eq(&self.files, &other.files)
            && Arc::ptr_eq(&self.absent_templates, &other.absent_templates)
            && Arc::ptr_eq(&self.absent_files, &other.absent_files)
    }

    /// What the lines of a dependency file are made of.
    fn sources(&self) -> impl Iterator<Item = Source> {
        let templates = self.templates.values().filter_map(Source::template);
        let files = self.files.values().map(Source::file);
        let absent_templates = self.absent_templates.keys().map(Source::absent_template);
        let absent_files = self.absent_files.keys().map(Source::absent_file);
        templates.chain(files).chain(absent_templates).chain(absent_files)
    }
}

/// The same of what an object does not have in common with others: what it does not have, and what it has instead.
fn own_sources(reads: &Reads) -> (Vec<Source>, Vec<Source>) {
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
    fn directory(&self) -> Option<&str> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use pan_eval::ContentHash;

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
    fn lists_that_are_alike_are_kept_as_differences() {
        let mut state = State::default();
        for number in 0..202 {
            state.known.insert(Dependency {
                name: format!("t{number:03}").into(),
                kind: DependencyKind::Pan,
                root: "".into(),
            });
        }
        let first: Vec<u32> = (0..100).collect();
        let mut second = first.clone();
        second[3] = 200;
        second[99] = 201;
        let other: Vec<u32> = (50..160).collect();
        for (numbers, differences) in [(first, 0), (second, 2), (other, 0)] {
            let lines = state.lines(numbers.clone());
            assert_eq!(
                lines.all().collect::<BTreeSet<_>>(),
                numbers.iter().copied().collect()
            );
            assert_eq!(lines.but.len(), differences);
            let own: Vec<&Dependency> = numbers.iter().filter_map(|at| line(&state.known, *at)).collect();
            let text = Text::new(&lines.like, &state.known);
            assert_eq!(text.but_for(&lines.but, &state.known), dependency_text(&own));
        }
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
            .into_iter()
            .collect(),
            absent_templates: [Arc::<str>::from("x")].into_iter().collect(),
            files: [(Arc::from("f.txt"), file)].into_iter().collect(),
            absent_files: [Arc::<str>::from("g.txt")].into_iter().collect(),
            objects: ["b".into()].into(),
            ..Reads::default()
        };
        let b = Reads {
            templates: [template("b", true), template("common", true)]
                .into_iter()
                .collect(),
            objects: ["a".into()].into(),
            ..Reads::default()
        };
        dependencies.insert("a", &a);
        dependencies.insert("b", &b);
        let text = "a PAN file:/t/\nb PAN file:/t/\ncommon PAN file:/t/\nf.txt TEXT file:/t/\ng.txt ABSENT_TEXT \n\
                    x ABSENT_SOURCE \n";
        assert_eq!(dependencies.text("a"), text);
        assert_eq!(dependencies.text("b"), text);
        dependencies.insert(
            "c",
            &Reads {
                objects: BTreeSet::new(),
                ..b
            },
        );
        assert_eq!(dependencies.text("c"), "b PAN file:/t/\ncommon PAN file:/t/\n");
    }
}
