//! What objects depend on, kept small: the same templates are read for thousands of objects.

mod archive;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use archive::{Archive, Own, Record};
use indexmap::{IndexMap, IndexSet};
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
    /// The lines that many objects have, and those of `objects`, by their numbers.
    known: Known,
    /// The URIs of the directories that their names are relative to, by directory: few.
    roots: IndexMap<Box<str>, Arc<str>, FxBuildHasher>,
    /// Objects that refer to others.
    objects: FxHashMap<Arc<str>, Object>,
    /// The others. They are most, so they take little; those that somebody refers to are taken out when all are known.
    archive: Archive,
    /// Numbers that those of other objects are like, the newest last.
    bases: Vec<Arc<[u32]>>,
    /// The lines that those of the last object written are like.
    text: Option<Text>,
    /// What the last object had in common with others; its numbers when a second object had it, too.
    common: Option<(Common, Option<Vec<u32>>)>,
}

/// What reads have in common with those of other objects.
struct Common {
    templates: Arc<BTreeMap<Arc<str>, TemplateRead>>,
    files: Arc<BTreeMap<Arc<str>, FileRead>>,
    absent_templates: Arc<BTreeMap<Arc<str>, ()>>,
    absent_files: Arc<BTreeMap<Arc<str>, ()>>,
}

/// Lines, each of them once.
type Known = IndexSet<Dependency, FxBuildHasher>;

/// What makes a line: the name asked for, its kind, and where it was found.
struct Source {
    name: Arc<str>,
    kind: DependencyKind,
    location: Option<Arc<str>>,
}

/// How many lists an object is compared with.
const BASES: usize = 8;

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
    /// Is this the first object with them?
    is_new: bool,
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
    /// Keeps what an object read. The text of its dependency file, if it refers to no others.
    pub fn insert(&self, object: &str, reads: &Reads) -> Option<String> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (numbers, own) = state.numbers(reads);
        let lines = state.lines(numbers);
        if !reads.objects.is_empty() {
            let objects = reads.objects.clone();
            state.objects.insert(Arc::from(object), Object { lines, objects });
            return None;
        }
        let text = state.text_of(&lines);
        state.archive(object, &lines);
        if !lines.is_new {
            // Nobody else has these.
            state.known.truncate(own);
        }
        Some(text)
    }

    /// The text of the dependency file of an object that refers to others, which have to be known: what all of them depend on.
    pub fn text(&self, object: &str) -> String {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.restore();
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
    fn lines(&mut self, mut numbers: Vec<u32>) -> Lines {
        if let Some(lines) = self.like_others(&numbers) {
            return lines;
        }
        self.sort(&mut numbers);
        if let Some(lines) = self.like_others(&numbers) {
            return lines;
        }
        let like: Arc<[u32]> = numbers.into();
        self.bases.push(Arc::clone(&like));
        Lines {
            like,
            but: Box::default(),
            is_new: true,
        }
    }

    fn like_others(&self, numbers: &[u32]) -> Option<Lines> {
        let newest = self.bases.iter().rev().take(BASES);
        let fits = |base: &&Arc<[u32]>| base.len() == numbers.len();
        newest.filter(fits).find_map(|base| {
            let differing = (0..)
                .zip(base.iter().zip(numbers))
                .filter(|(_, (old, new))| old != new)
                .map(|(at, (_, new))| (at, *new));
            let but: Box<[(u32, u32)]> = differing.collect();
            (but.len() < numbers.len() / 8).then(|| Lines {
                like: Arc::clone(base),
                but,
                is_new: false,
            })
        })
    }

    /// The text of a dependency file with these lines.
    fn text_of(&mut self, lines: &Lines) -> String {
        let text = match self.text.take() {
            Some(text) if text.is_of(lines) => text,
            _ => Text::new(&lines.like, &self.known),
        };
        let own = text.but_for(&lines.but, &self.known);
        self.text = Some(text);
        own
    }

    fn archive(&mut self, object: &str, lines: &Lines) {
        let like = self.bases.iter().rposition(|base| Arc::ptr_eq(base, &lines.like));
        let own = lines.but.iter().filter_map(|(place, number)| {
            let line = line(&self.known, *number)?;
            let root = self.roots.values().position(|root| *root == line.root);
            Some(Own::new(*place, line, root.and_then(|at| u32::try_from(at).ok())))
        });
        let record = Record {
            object: object.to_owned(),
            like: like.and_then(|at| u32::try_from(at).ok()).unwrap_or_default(),
            own: own.collect(),
        };
        self.archive.push(record);
    }

    /// Takes those out of the archive that other objects refer to.
    fn restore(&mut self) {
        if self.archive.is_empty() {
            return;
        }
        let archive = std::mem::take(&mut self.archive);
        let referred = self.objects.values().flat_map(|object| &object.objects);
        let referred: FxHashSet<Arc<str>> = referred.cloned().collect();
        for record in archive
            .records()
            .filter(|record| referred.contains(&*record.object))
        {
            let numbered = record.own.iter().filter_map(|own| {
                let root = match own.root() {
                    Some(at) => Arc::clone(self.roots.get_index(at)?.1),
                    None => Arc::default(),
                };
                let line = own.line(root)?;
                let number = self.known.insert_full(line).0;
                Some((own.place, u32::try_from(number).ok()?))
            });
            let but = numbered.collect();
            let like = usize::try_from(record.like).ok();
            let Some(like) = like.and_then(|at| self.bases.get(at)).cloned() else {
                continue;
            };
            let lines = Lines {
                like,
                but,
                is_new: false,
            };
            let objects = BTreeSet::new();
            self.objects
                .insert(record.object.into(), Object { lines, objects });
        }
    }

    /// Puts numbers in the order of their lines.
    fn sort(&self, numbers: &mut [u32]) {
        numbers.sort_by_key(|number| line(&self.known, *number));
    }

    /// The numbers of the lines of an object. They are in order but for those that it does not have in common with others. Also
    /// how many of the lines known are for others, too.
    fn numbers(&mut self, reads: &Reads) -> (Vec<u32>, usize) {
        let common = Common::of(reads);
        let last = self.common.take().filter(|(last, _)| last.is_same(&common));
        let (is_shared, shared) = match last {
            Some((_, shared)) => (true, shared),
            None => (false, None),
        };
        let alone = self.known.len();
        let shared = shared.unwrap_or_else(|| {
            let mut numbers: Vec<u32> = common.sources().map(|source| self.number(source)).collect();
            self.sort(&mut numbers);
            numbers
        });
        let before = if is_shared { self.known.len() } else { alone };
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
        self.common = Some((common, is_shared.then_some(shared)));
        (numbers, before)
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
            objects: ["a".into(), "c".into()].into(),
            ..Reads::default()
        };
        let c = Reads {
            templates: [template("c", true), template("common", true)]
                .into_iter()
                .collect(),
            ..Reads::default()
        };
        let other = dependencies.insert("c", &c);
        assert_eq!(other.as_deref(), Some("c PAN file:/t/\ncommon PAN file:/t/\n"));
        assert_eq!(dependencies.insert("a", &a), None);
        assert_eq!(dependencies.insert("b", &b), None);
        let text = "a PAN file:/t/\nb PAN file:/t/\nc PAN file:/t/\ncommon PAN file:/t/\nf.txt TEXT file:/t/\ng.txt ABSENT_TEXT \n\
                    x ABSENT_SOURCE \n";
        assert_eq!(dependencies.text("a"), text);
        assert_eq!(dependencies.text("b"), text);
    }
    #[test]
    fn objects_that_are_alike_take_little_and_are_found_again() {
        let dependencies = Dependencies::default();
        let reads = |number: u32, objects: &[&str]| {
            let own = [format!("profiles/n{number}"), format!("machine/m{number}")];
            let kind = ["even", "odd"][usize::from(number.is_multiple_of(2))];
            let common = (0..40).map(|at| format!("{kind}/t{at}"));
            let templates = common.chain(own).map(|name| template(&name, true));
            Reads {
                templates: templates.collect(),
                absent_templates: [Arc::<str>::from(format!("absent{number}"))]
                    .into_iter()
                    .collect(),
                objects: objects.iter().map(|name| Arc::from(*name)).collect(),
                ..Reads::default()
            }
        };
        let mut texts = Vec::new();
        for number in 0..300 {
            texts.push(
                dependencies
                    .insert(&format!("n{number}"), &reads(number, &[]))
                    .unwrap(),
            );
        }
        assert!(texts.iter().all(|text| text.lines().count() == 43));
        let known = dependencies.state.lock().unwrap().known.len();
        assert!(known < 100, "{known}");
        assert_eq!(dependencies.insert("x", &reads(1000, &["n7", "n8"])), None);
        let all = dependencies.text("x");
        let mut expected: BTreeSet<&str> = texts[7].lines().chain(texts[8].lines()).collect();
        let own: BTreeSet<&str> = all.lines().filter(|line| line.contains("1000")).collect();
        assert_eq!(own.len(), 3);
        expected.extend(own);
        assert_eq!(all.lines().collect::<BTreeSet<_>>(), expected);
    }
}
