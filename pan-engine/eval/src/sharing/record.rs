use std::sync::Arc;

use pan_value::{Key, Path, Term};

use super::except::Except;
use super::frame::{Frame, GlobalNote};
use super::place::{Look, keys};
use super::question::Question;
use super::recording::{Entry, Recording};
use crate::deps::Note;
use crate::elem::Snap;
use crate::eval::{Evaluator, FunctionDefinition};
use crate::ir::Template;
use crate::outcome::MessageKind;
use crate::types::Binding;

/// What an evaluator notes while it runs a statement.
#[derive(Debug, Default)]
pub struct Recorder {
    frame: Option<Frame>,
    /// Also what is read?
    reads: bool,
    /// A global variable is being looked at whose value does not matter: a question about it will be noted.
    pub muted: bool,
    /// Something happened that no other object can follow, and that cannot happen to one that follows another.
    lost: bool,
}

impl Recorder {
    /// Is it noted what is read?
    pub const fn is_recording(&self) -> bool {
        self.reads && self.frame.is_some()
    }

    /// Is it noted what is set?
    pub const fn is_noting(&self) -> bool {
        self.frame.is_some()
    }

    /// Can what happened be shared with other objects?
    pub const fn is_lost(&self) -> bool {
        self.lost
    }

    /// What is being recorded depends on more than what is noted.
    pub fn void(&mut self) {
        if let Some(frame) = &mut self.frame {
            frame.opaque = true;
        }
    }

    /// What is being recorded is nothing that another object can follow.
    pub const fn lose(&mut self) {
        self.lost = true;
    }

    /// A question was asked, after the kind of the variable was noted.
    pub fn ask(&mut self, question: &Question) {
        if let Some(frame) = &mut self.frame {
            frame.ask(question);
        }
    }

    /// Something was looked up by name.
    pub fn note(&mut self, note: impl FnOnce() -> Note) {
        if let Some(frame) = &mut self.frame {
            frame.notes.push(note());
        }
    }

    /// The stack is this high now.
    pub fn height(&mut self, height: usize) {
        if let Some(frame) = &mut self.frame {
            frame.peak = frame.peak.max(height);
        }
    }

    /// A type was defined.
    pub fn define_type(&mut self, name: &Key) {
        if let Some(frame) = &mut self.frame {
            frame.defined.push(name.clone());
        }
    }

    /// A type was bound.
    pub fn bind(&mut self, path: &Path, binding: &Binding) {
        if let Some(frame) = &mut self.frame {
            frame.bindings.push((path.clone(), binding.clone()));
        }
    }

    /// A message is printed.
    pub fn message(&mut self, kind: MessageKind) {
        // Others name the object or the way to it.
        if kind != MessageKind::Deprecated {
            self.void();
        }
    }

    /// A path was made final.
    pub fn final_path(&mut self, path: &Path) {
        if let Some(frame) = &mut self.frame {
            frame.finals.push(path.clone());
        }
    }

    /// A template was loaded (`since`), or looked for among those loaded.
    pub fn load(&mut self, name: &Key, before: Option<&Arc<Template>>, since: bool) {
        if let Some(frame) = &mut self.frame {
            match frame.loads.get_mut(name) {
                Some(note) => note.1 |= since,
                None => {
                    frame.loads.insert(name.clone(), (before.cloned(), since));
                }
            }
        }
    }

    /// A block begins that may change parts of the element at this path in place, and looks at nothing else of it.
    pub fn begin_parts(&mut self, path: &Path) {
        if let Some(frame) = &mut self.frame {
            frame.within = Some(path.clone());
        }
    }

    /// The load path was used.
    pub fn read_load_path(&mut self, path: &Arc<[Arc<str>]>) {
        if let Some(frame) = &mut self.frame
            && !frame.load_path_set
            && frame.load_path.is_none()
        {
            frame.load_path = Some(Arc::clone(path));
        }
    }

    /// The load path was set.
    pub fn set_load_path(&mut self) {
        if let Some(frame) = &mut self.frame {
            frame.load_path_set = true;
        }
    }

    /// Types were looked up.
    pub fn read_types(&mut self) {
        if let Some(frame) = &mut self.frame {
            frame.types = true;
        }
    }

    /// A function was looked up.
    pub fn read_function(&mut self, name: &Key, found: Option<&Arc<FunctionDefinition>>) {
        if let Some(frame) = &mut self.frame
            && !frame.functions.contains_key(name)
        {
            frame.functions.insert(name.clone(), (found.cloned(), false));
        }
    }

    /// A function was defined.
    pub fn define_function(&mut self, name: &Key) {
        if let Some(frame) = &mut self.frame {
            frame.functions.entry(name.clone()).or_insert((None, true)).1 = true;
        }
    }
}

impl Evaluator<'_> {
    /// A global variable is being looked at, by name.
    pub(crate) fn note_global(&mut self, name: &Key, look: Look) {
        if !self.recorder.is_recording() {
            return;
        }
        let bounds = self.bounds();
        let known = self
            .recorder
            .frame
            .as_ref()
            .and_then(|frame| frame.globals.get(name));
        if known.is_some_and(|note| note.covers(look)) {
            return;
        }
        let (entry, taken) = match self.globals.peek(name) {
            None => (
                Entry {
                    kind: None,
                    is_final: false,
                },
                None,
            ),
            Some((elem, is_final)) => {
                let taken = match look {
                    Look::Kind => None,
                    Look::Value => elem.freeze(bounds).ok().map(|value| (Snap::Fixed(value), false)),
                    Look::Shape => Snap::take(&elem, bounds).map(|snap| (snap, true)),
                };
                if taken.is_none() && look != Look::Kind {
                    self.recorder.lose();
                    return;
                }
                let kind = Some(elem.kind());
                (Entry { kind, is_final }, taken)
            }
        };
        let Some(frame) = &mut self.recorder.frame else {
            return;
        };
        match frame.globals.get_mut(name) {
            Some(note) => {
                note.taken = taken;
                note.entry.get_or_insert(entry);
            }
            None => {
                let note = GlobalNote {
                    entry: Some(entry),
                    taken,
                    written: false,
                };
                frame.globals.insert(name.clone(), note);
            }
        }
    }

    /// A global variable is about to be set.
    pub(crate) fn note_global_set(&mut self, name: &Key) {
        self.note_global(name, Look::Kind);
        if let Some(frame) = &mut self.recorder.frame {
            let note = || GlobalNote {
                entry: None,
                taken: None,
                written: true,
            };
            frame.globals.entry(name.clone()).or_insert_with(note).written = true;
        }
    }

    /// An element of the tree of this object is being looked at.
    pub(crate) fn note_element(&mut self, path: &Path, look: Look) {
        if path.is_absolute() {
            self.note_terms(path.terms(), look);
        }
    }

    /// As [`Evaluator::note_element`].
    pub(crate) fn note_terms(&mut self, terms: &[Term], look: Look) {
        if !self.recorder.is_recording() {
            return;
        }
        // What is noted is what this object has there.
        if self.settle(terms).is_err() {
            self.recorder.lose();
            return;
        }
        let bounds = self.bounds();
        let Some(frame) = &mut self.recorder.frame else {
            return;
        };
        // Lists are looked at as a whole.
        let length = keys(terms).count();
        let look = if length < terms.len() {
            look.max(Look::Value)
        } else {
            look
        };
        let terms = terms.get(..length).unwrap_or_default();
        if frame.tree.covers(terms, look) {
            return;
        }
        let except = frame.tree.written_below(terms);
        let found = self.root.peek(terms);
        let kind = found.as_ref().map(crate::elem::Elem::kind);
        let taken = match (&found, look) {
            (None, _) | (_, Look::Kind) => None,
            (Some(elem), look) => match Snap::take(elem, bounds) {
                Some(snap) => Some((snap, look == Look::Shape)),
                None => {
                    self.recorder.lose();
                    return;
                }
            },
        };
        if found.is_none() {
            // It matters whether there could be something: of what kind it would be in, and that this is the first that is not
            // there. Where others have a list instead, looking for a key in it is an error.
            let above = |length: usize| self.root.peek(terms.get(..length)?);
            let known = (1..terms.len())
                .rev()
                .find_map(|length| Some((length, above(length)?.kind())));
            let length = known.map_or(0, |(length, _)| length);
            let missing = (length + 1 < terms.len()).then_some((length + 1, None));
            let known = known.map(|(length, kind)| (length, Some(kind)));
            for (length, kind) in known.into_iter().chain(missing) {
                if let Some(terms) = terms.get(..length)
                    && !frame.tree.covers(terms, Look::Kind)
                {
                    frame.tree.read(terms, Some(kind), None, Except::default());
                }
            }
        }
        let kind = except.is_empty().then_some(kind);
        frame.tree.read(terms, kind, taken, except);
    }

    /// An element of the tree of this object is about to be set.
    pub(crate) fn note_element_set(&mut self, path: &Path) {
        if path.is_absolute() {
            self.note_terms_set(path.terms());
        }
    }

    /// As [`Evaluator::note_element_set`].
    pub(crate) fn note_terms_set(&mut self, terms: &[Term]) {
        if !self.recorder.is_noting() {
            return;
        }
        let mut keys = keys(terms);
        if keys.next().is_none() {
            self.recorder.lose();
        }
        if self.recorder.reads {
            let in_list = keys.count() + 1 < terms.len();
            let look = if in_list { Look::Shape } else { Look::Kind };
            self.note_terms(terms, look);
        }
        if let Some(frame) = &mut self.recorder.frame {
            frame.tree.write(terms);
        }
    }

    /// Begins a recording, of what is read too or only of what is set.
    pub(super) fn begin(&mut self, reads: bool) {
        let (steps, memory) = self.used();
        self.recorder.reads = reads;
        self.recorder.frame = Some(Frame {
            steps,
            memory,
            messages: self.messages.len(),
            peak: self.height(),
            ..Frame::default()
        });
    }

    /// Ends the recording. Messages are taken from those of the object.
    pub(super) fn end(&mut self) -> Recording {
        let mut frame = self.recorder.frame.take().unwrap_or_default();
        let (steps, memory) = self.used();
        let messages = self.messages.get(frame.messages..).unwrap_or_default().to_vec();
        let mut recording = Recording {
            steps: steps - frame.steps,
            memory: memory - frame.memory,
            peak: frame.peak,
            opaque: frame.opaque,
            within: frame.within.take(),
            reads: frame.reads(),
            ..Recording::default()
        };
        recording.writes = frame.writes();
        recording.writes.messages = messages;
        recording
    }

    /// A statement is done whose block could change `elem` in place: from now on nothing but the statements' own paths and
    /// variables may lead to the resources in it.
    pub(crate) fn check_aliases(&mut self, elem: &crate::elem::Elem) {
        if self.recorder.is_noting() && elem.has_alias() {
            self.recorder.lose();
        }
    }
}
