use std::sync::Arc;

use pan_value::{Key, Kind, Path, Term};

use super::except::Except;
use super::question::Question;
use crate::deps::Note;
use crate::elem::Snap;
use crate::eval::{FunctionDefinition, Mark};
use crate::ir::Template;
use crate::outcome::Message;
use crate::types::Binding;

/// The prefixes of the load path.
pub type LoadPath = Arc<[Arc<str>]>;

/// What a statement, or the validation of a path, read and what it left behind.
#[derive(Debug, Default)]
pub struct Recording {
    pub reads: Vec<Read>,
    pub writes: Writes,
    /// Steps and bytes used up.
    pub steps: u64,
    pub memory: u64,
    /// Greatest height of the stack.
    pub peak: usize,
    /// Something happened that depends on more than what is noted.
    pub opaque: bool,
    /// The path of an element of which parts were looked at and changed in place: it was one that can be changed. Where the
    /// element itself is another, what was noted says nothing.
    pub within: Option<Path>,
}

/// Something that was read from outside, as it was.
#[derive(Debug)]
pub enum Read {
    Global {
        name: Key,
        mark: Mark,
        entry: Entry,
        /// Its value; with `true` also which resources in it can be changed.
        taken: Option<(Snap, bool)>,
    },
    Question(Question),
    Tree(TreeRead),
    Function {
        name: Key,
        definition: Option<Arc<FunctionDefinition>>,
    },
    /// The template loaded under a name.
    Load {
        name: Key,
        template: Option<Arc<Template>>,
    },
    LoadPath(LoadPath),
    /// Types were looked up.
    Types,
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

impl TreeRead {
    /// Did only what kind of element it is matter, or whether there is one?
    pub const fn is_of_kind(&self) -> bool {
        self.taken.is_none()
    }
}

/// What was left behind, by name: the values are in the state that follows.
#[derive(Clone, Debug, Default)]
pub struct Writes {
    pub globals: Vec<Key>,
    /// Absolute paths that end before the first index.
    pub tree: Vec<Path>,
    pub functions: Vec<Key>,
    pub types: Vec<Key>,
    pub loads: Vec<Key>,
    pub load_path: bool,
    pub bindings: Vec<(Path, Binding)>,
    pub finals: Vec<Path>,
    pub notes: Vec<Note>,
    pub messages: Vec<Message>,
}

impl Writes {
    /// Were only variables and elements set?
    pub const fn is_values_only(&self) -> bool {
        self.functions.is_empty()
            && self.types.is_empty()
            && self.loads.is_empty()
            && !self.load_path
            && self.bindings.is_empty()
            && self.finals.is_empty()
            && self.notes.is_empty()
            && self.messages.is_empty()
    }
}
