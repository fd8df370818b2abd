use std::sync::Arc;

use pan_value::{Key, Path};
use rustc_hash::{FxHashMap, FxHashSet};

use super::place::{Look, Place};
use super::question::Question;
use super::recording::{Entry, LoadPath, Read, Writes};
use crate::deps::Note;
use crate::elem::Snap;
use crate::eval::{FunctionDefinition, Mark};
use crate::ir::Template;
use crate::types::Binding;

/// What was noted since a statement, or a validation, began.
#[derive(Debug, Default)]
pub struct Frame {
    pub globals: FxHashMap<Key, GlobalNote>,
    pub tree: Place,
    /// Questions about variables that were not looked at otherwise.
    pub questions: FxHashSet<Question>,
    /// As they were before, and whether they were defined since.
    pub functions: FxHashMap<Key, (Option<Arc<FunctionDefinition>>, bool)>,
    /// The template loaded before, and whether one was loaded since.
    pub loads: FxHashMap<Key, (Option<Arc<Template>>, bool)>,
    pub load_path: Option<LoadPath>,
    pub load_path_set: bool,
    pub types: bool,
    /// The path of an element that was changed in parts.
    pub within: Option<Path>,
    pub defined: Vec<Key>,
    pub bindings: Vec<(Path, Binding)>,
    pub finals: Vec<Path>,
    pub notes: Vec<Note>,
    /// Something happened that depends on more than what is noted.
    pub opaque: bool,
    /// What was used up, and how much was printed, when it began.
    pub steps: u64,
    pub memory: u64,
    pub messages: usize,
    /// Greatest height of the stack since.
    pub peak: usize,
}

/// What is known of a global variable.
#[derive(Debug)]
pub struct GlobalNote {
    /// As it was before; none if nobody looked.
    pub entry: Option<Entry>,
    pub taken: Option<(Snap, bool)>,
    pub written: bool,
}

impl GlobalNote {
    pub fn covers(&self, look: Look) -> bool {
        use pan_value::Kind;
        self.written
            || match &self.entry {
                None => false,
                Some(entry) if matches!(entry.kind, None | Some(Kind::Undef)) => true,
                Some(_) => match &self.taken {
                    None => look == Look::Kind,
                    Some((_, shape)) => *shape || look <= Look::Value,
                },
            }
    }
}

impl Frame {
    /// A question was asked, after the kind of the variable was noted.
    pub fn ask(&mut self, question: &Question) {
        let known = self.globals.get(&question.name);
        if !known.is_some_and(|note| note.covers(Look::Value)) && !self.questions.contains(question) {
            self.questions.insert(question.clone());
        }
    }

    /// What was read.
    pub fn reads(&mut self) -> Vec<Read> {
        let mut reads = Vec::new();
        for (name, note) in &mut self.globals {
            if let Some(entry) = note.entry {
                reads.push(Read::Global {
                    name: name.clone(),
                    mark: Mark::of(name),
                    entry,
                    taken: note.taken.take(),
                });
            }
        }
        reads.extend(
            std::mem::take(&mut self.questions)
                .into_iter()
                .map(Read::Question),
        );
        let mut elements = Vec::new();
        self.tree.reads(&mut elements);
        reads.extend(elements.into_iter().map(Read::Tree));
        for (name, (definition, _)) in &mut self.functions {
            reads.push(Read::Function {
                name: name.clone(),
                definition: definition.take(),
            });
        }
        for (name, (template, _)) in &mut self.loads {
            reads.push(Read::Load {
                name: name.clone(),
                template: template.take(),
            });
        }
        reads.extend(self.load_path.take().map(Read::LoadPath));
        if self.types {
            reads.push(Read::Types);
        }
        reads
    }

    /// What was set, defined, loaded and looked up. Messages are not among it.
    pub fn writes(self) -> Writes {
        let globals = self.globals.into_iter().filter(|(_, note)| note.written);
        let functions = self.functions.into_iter().filter(|(_, (_, since))| *since);
        let loads = self.loads.into_iter().filter(|(_, (_, since))| *since);
        Writes {
            globals: globals.map(|(name, _)| name).collect(),
            tree: self.tree.writes(),
            functions: functions.map(|(name, _)| name).collect(),
            types: self.defined,
            loads: loads.map(|(name, _)| name).collect(),
            load_path: self.load_path_set,
            bindings: self.bindings,
            finals: self.finals,
            notes: self.notes,
            messages: Vec::new(),
        }
    }
}
