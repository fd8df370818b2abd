use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use pan_value::{Key, Kind, Path, Term};

use super::except::Except;
use super::question::Question;
use crate::deps::Note;
use crate::elem::Snap;
use crate::eval::FunctionDefinition;
use crate::ir::{FullType, Template};
use crate::outcome::Message;
use crate::types::Binding;

/// The prefixes of the load path.
pub type LoadPath = Arc<[Arc<str>]>;

/// What an include read and what it left behind.
#[derive(Debug, Default)]
pub struct Recording {
    pub reads: Vec<Read>,
    pub writes: Writes,
    /// Steps and bytes used up.
    pub steps: u64,
    pub memory: u64,
    /// Depth of includes and calls in it.
    pub depth: usize,
    /// The read that was not as recorded the last time: the first to look at the next time.
    pub suspect: AtomicUsize,
}

/// Something that was read from outside, as it was.
#[derive(Debug)]
pub enum Read {
    Global {
        name: Key,
        entry: Entry,
        /// Its value; with `true` also which resources in it can be changed.
        taken: Option<(Snap, bool)>,
    },
    Question(Question),
    Tree(TreeRead),
    Function {
        name: Key,
        definition: Option<FunctionDefinition>,
    },
    /// The template loaded under a name.
    Load {
        name: Key,
        template: Option<Arc<Template>>,
    },
    LoadPath(LoadPath),
    /// All types, as [`crate::types::TypeTable::fingerprint`].
    Types(u128),
}

/// A global variable without its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `None`: it does not exist.
    pub kind: Option<Kind>,
    pub is_final: bool,
}

/// An element of the tree that was looked at.
#[derive(Debug)]
pub struct TreeRead {
    pub terms: Box<[Term]>,
    /// `None`: does not matter.
    pub kind: Option<Option<Kind>>,
    /// Its value; with `true` also which resources in it can be changed.
    pub taken: Option<(Snap, bool)>,
    /// Parts whose value does not matter.
    pub except: Except,
}

/// What is left behind.
#[derive(Debug, Default)]
pub struct Writes {
    pub globals: Vec<(Key, Snap, bool)>,
    /// `None`: removed.
    pub tree: Vec<(Path, Option<Snap>)>,
    pub functions: Vec<(Key, FunctionDefinition)>,
    pub types: Vec<(Key, Arc<FullType>)>,
    pub bindings: Vec<(Path, Binding)>,
    pub loads: Vec<(Key, Arc<Template>)>,
    pub load_path: Option<LoadPath>,
    pub finals: Vec<Path>,
    pub notes: Vec<Note>,
    pub messages: Vec<Message>,
}

impl Recording {
    /// How much there is to keep, in entries.
    pub fn weight(&self) -> usize {
        let writes = &self.writes;
        1 + self.reads.len()
            + writes.globals.len()
            + writes.tree.len()
            + writes.functions.len()
            + writes.types.len()
            + writes.bindings.len()
            + writes.loads.len()
            + writes.finals.len()
            + writes.notes.len()
            + writes.messages.len()
    }
}
