//! What objects depend on, kept small: the same templates are read for thousands of objects.

mod archive;
mod source;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use archive::{Archive, Own, Record};
use indexmap::{IndexMap, IndexSet};
use pan_eval::Reads;
use pan_output::{Dependency, dependency_text, directory_uri};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use source::{Common, Source, own_sources};
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

/// Lines, each of them once.
type Known = IndexSet<Dependency, FxBuildHasher>;

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
