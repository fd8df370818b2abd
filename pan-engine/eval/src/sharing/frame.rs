use std::sync::Arc;

use pan_value::{Key, Path};
use rustc_hash::{FxHashMap, FxHashSet};

use super::place::{Look, Place};
use super::question::Question;
use super::recording::{Entry, LoadPath, Read, Recording, TreeRead, Writes};
use crate::deps::Note;
use crate::elem::Snap;
use crate::eval::FunctionDefinition;
use crate::ir::{FullType, Template};
use crate::types::Binding;

/// The template loaded under a name before, and the one loaded since.
type Loads = (Option<Arc<Template>>, Option<Arc<Template>>);

/// What was noted since an include, or a validation, began.
#[derive(Debug, Default)]
pub struct Frame {
    pub globals: FxHashMap<Key, GlobalNote>,
    pub tree: Place,
    /// Questions about variables that were not looked at otherwise.
    pub questions: FxHashSet<Question>,
    /// As they were before, and whether they were defined since.
    pub functions: FxHashMap<Key, (Option<FunctionDefinition>, bool)>,
    /// The template loaded before, and the one loaded since.
    pub loads: FxHashMap<Key, Loads>,
    pub load_path: Option<LoadPath>,
    pub load_path_set: bool,
    pub types: Option<u128>,
    pub defined: Vec<(Key, Arc<FullType>)>,
    pub bindings: Vec<(Path, Binding)>,
    pub finals: Vec<Path>,
    pub notes: Vec<Note>,
    /// Something happened that cannot be recorded.
    pub void: bool,
    /// What was used up, and how much was printed, when it began.
    pub steps: u64,
    pub memory: u64,
    pub messages: usize,
    pub height: usize,
    /// Greatest height of the stack since.
    pub peak: usize,
}

/// What is known of a global variable.
#[derive(Debug)]
pub struct GlobalNote {
    /// As it was before.
    pub entry: Entry,
    pub taken: Option<(Snap, bool)>,
    pub written: bool,
}

impl GlobalNote {
    pub fn covers(&self, look: Look) -> bool {
        use pan_value::Kind;
        self.written
            || matches!(self.entry.kind, None | Some(Kind::Undef))
            || match &self.taken {
                None => look == Look::Kind,
                Some((_, shape)) => *shape || look <= Look::Value,
            }
    }
}

impl Frame {
    /// Takes over what was noted inside, by an include that is done: what it read, unless it is known here, then what it left.
    pub fn absorb(&mut self, inner: &Recording) {
        for read in &inner.reads {
            self.absorb_read(read);
        }
        let writes = &inner.writes;
        for (name, _, _) in &writes.globals {
            // Its entry was among what was read.
            if let Some(note) = self.globals.get_mut(name) {
                note.written = true;
            }
        }
        for (path, _) in &writes.tree {
            self.tree.write(path.terms());
        }
        for (name, _) in &writes.functions {
            let note = self.functions.entry(name.clone());
            note.or_insert_with(|| (None, true)).1 = true;
        }
        for (name, template) in &writes.loads {
            let note = self.loads.entry(name.clone()).or_default();
            note.1 = Some(Arc::clone(template));
        }
        self.load_path_set |= writes.load_path.is_some();
        self.defined.extend(writes.types.iter().cloned());
        self.bindings.extend(writes.bindings.iter().cloned());
        self.finals.extend(writes.finals.iter().cloned());
        self.notes.extend(writes.notes.iter().cloned());
    }

    fn absorb_read(&mut self, read: &Read) {
        match read {
            Read::Global { name, entry, taken } => {
                let look = look_of(taken.as_ref());
                match self.globals.get_mut(name) {
                    Some(note) if note.covers(look) => {}
                    Some(note) => note.taken.clone_from(taken),
                    None => {
                        let note = GlobalNote {
                            entry: *entry,
                            taken: taken.clone(),
                            written: false,
                        };
                        self.globals.insert(name.clone(), note);
                    }
                }
            }
            Read::Question(question) => self.ask(question),
            Read::Tree(read) => self.absorb_tree(read),
            Read::Function { name, definition } => {
                let note = self.functions.entry(name.clone());
                note.or_insert_with(|| (definition.clone(), false));
            }
            Read::Load { name, template } => {
                let note = self.loads.entry(name.clone());
                note.or_insert_with(|| (template.clone(), None));
            }
            Read::LoadPath(path) => self.read_load_path(path),
            Read::Types(fingerprint) => self.read_types(*fingerprint),
        }
    }

    /// A question was asked, after the kind of the variable was noted.
    pub fn ask(&mut self, question: &Question) {
        let known = self.globals.get(&question.name);
        if !known.is_some_and(|note| note.covers(Look::Value)) && !self.questions.contains(question) {
            self.questions.insert(question.clone());
        }
    }

    fn absorb_tree(&mut self, read: &TreeRead) {
        let look = look_of(read.taken.as_ref());
        if self.tree.covers(&read.terms, look) {
            return;
        }
        let mut except = self.tree.written_below(&read.terms);
        let kind = if except.is_empty() { read.kind } else { None };
        if !except.is_empty() && read.taken.is_none() {
            return;
        }
        except.merge(&read.except);
        self.tree.read(&read.terms, kind, read.taken.clone(), except);
    }

    /// The load path was looked at.
    pub fn read_load_path(&mut self, path: &LoadPath) {
        if !self.load_path_set && self.load_path.is_none() {
            self.load_path = Some(Arc::clone(path));
        }
    }

    /// Types were looked up. Those defined since do not matter: nothing can be known of the others.
    pub fn read_types(&mut self, fingerprint: u128) {
        if self.types.is_none() && self.defined.is_empty() {
            self.types = Some(fingerprint);
        }
    }

    /// What was read, in an order in which the likely differences come first.
    pub fn reads(&mut self) -> Vec<Read> {
        let mut reads = Vec::new();
        for (name, note) in std::mem::take(&mut self.globals) {
            reads.push(Read::Global {
                name,
                entry: note.entry,
                taken: note.taken,
            });
        }
        reads.extend(
            std::mem::take(&mut self.questions)
                .into_iter()
                .map(Read::Question),
        );
        let mut elements = Vec::new();
        self.tree.reads(&mut elements);
        reads.extend(elements.into_iter().map(Read::Tree));
        let functions = std::mem::take(&mut self.functions).into_iter();
        reads.extend(functions.map(|(name, (definition, _))| Read::Function { name, definition }));
        let loads = std::mem::take(&mut self.loads).into_iter();
        reads.extend(loads.map(|(name, (template, _))| Read::Load { name, template }));
        reads.extend(self.load_path.take().map(Read::LoadPath));
        reads.extend(self.types.take().map(Read::Types));
        reads
    }

    /// What was defined, loaded and noted; variables and elements are not among it.
    pub fn writes(&mut self) -> Writes {
        let loads = self.loads.iter();
        Writes {
            types: std::mem::take(&mut self.defined),
            bindings: std::mem::take(&mut self.bindings),
            loads: loads
                .filter_map(|(name, (_, since))| Some((name.clone(), Arc::clone(since.as_ref()?))))
                .collect(),
            finals: std::mem::take(&mut self.finals),
            notes: std::mem::take(&mut self.notes),
            ..Writes::default()
        }
    }
}

fn look_of(taken: Option<&(Snap, bool)>) -> Look {
    match taken {
        None => Look::Kind,
        Some((_, false)) => Look::Value,
        Some((_, true)) => Look::Shape,
    }
}
