use std::sync::Arc;

use pan_value::{Key, Path, Term};

use super::frame::{Frame, GlobalNote};
use super::place::{Look, keys};
use super::recording::{Entry, Recording};
use super::store::Store;
use crate::deps::Note;
use crate::elem::Snap;
use crate::eval::{Evaluator, FunctionDefinition};
use crate::ir::{FullType, Template};
use crate::outcome::MessageKind;
use crate::types::Binding;

/// What an evaluator notes while it runs.
#[derive(Debug, Default)]
pub struct Recorder {
    frames: Vec<Frame>,
    /// A global variable is being looked at whose value does not matter: a question about it will be noted.
    pub muted: bool,
    /// Is anything to be shared?
    store: Option<Arc<Store>>,
}

impl Recorder {
    /// Shares through this store.
    pub fn start(&mut self, store: Option<Arc<Store>>) {
        self.store = store;
    }

    /// Where to share, if at all.
    pub fn store(&self) -> Option<&Arc<Store>> {
        self.store.as_ref()
    }

    /// Is something being recorded?
    pub fn is_recording(&self) -> bool {
        !self.frames.is_empty()
    }

    pub(super) fn innermost(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    pub(super) fn push(&mut self, frame: Frame) {
        self.frames.push(frame);
    }

    pub(super) fn pop(&mut self) -> Option<Frame> {
        self.frames.pop()
    }

    /// How many recordings are under way.
    pub(super) fn level(&self) -> usize {
        self.frames.len()
    }

    /// Ends the recordings begun since there were this many, without a result.
    pub(super) fn abandon(&mut self, level: usize) {
        if self.frames.len() > level {
            self.frames.truncate(level);
            self.void();
        }
    }

    /// What is being recorded cannot be.
    pub fn void(&mut self) {
        for frame in &mut self.frames {
            frame.void = true;
        }
    }

    /// Nothing is recorded or replayed any more for this object.
    pub fn stop(&mut self) {
        self.void();
        self.store = None;
    }

    /// Something was looked up by name.
    pub fn note(&mut self, note: impl FnOnce() -> Note) {
        if let Some(frame) = self.frames.last_mut() {
            frame.notes.push(note());
        }
    }

    /// The stack is this high now.
    pub fn height(&mut self, height: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.peak = frame.peak.max(height);
        }
    }

    /// A type was defined.
    pub fn define_type(&mut self, name: &Key, definition: &Arc<FullType>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.defined.push((name.clone(), Arc::clone(definition)));
        }
    }

    /// A type was bound.
    pub fn bind(&mut self, path: &Path, binding: &Binding) {
        if let Some(frame) = self.frames.last_mut() {
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
        if let Some(frame) = self.frames.last_mut() {
            frame.finals.push(path.clone());
        }
    }

    /// A template was loaded, or (`since` is none) looked for among those loaded.
    pub fn load(&mut self, name: &Key, before: Option<&Arc<Template>>, since: Option<&Arc<Template>>) {
        if let Some(frame) = self.frames.last_mut() {
            let note = frame
                .loads
                .entry(name.clone())
                .or_insert_with(|| (before.cloned(), None));
            if let Some(since) = since {
                note.1 = Some(Arc::clone(since));
            }
        }
    }

    /// The load path was used.
    pub fn read_load_path(&mut self, path: &Arc<[Arc<str>]>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.read_load_path(path);
        }
    }

    /// The load path was set.
    pub fn set_load_path(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.load_path_set = true;
        }
    }

    /// A function was looked up.
    pub fn read_function(&mut self, name: &Key, found: Option<&FunctionDefinition>) {
        if let Some(frame) = self.frames.last_mut()
            && !frame.functions.contains_key(name)
        {
            frame.functions.insert(name.clone(), (found.cloned(), false));
        }
    }

    /// A function was defined.
    pub fn define_function(&mut self, name: &Key) {
        if let Some(frame) = self.frames.last_mut() {
            frame
                .functions
                .entry(name.clone())
                .or_insert_with(|| (None, true))
                .1 = true;
        }
    }
}

impl Evaluator<'_> {
    /// Types are being looked up.
    pub(crate) fn note_types(&mut self) {
        let fingerprint = self.types.fingerprint();
        if let Some(frame) = self.recorder.innermost() {
            frame.read_types(fingerprint);
        }
    }

    /// A global variable is being looked at, by name.
    pub(crate) fn note_global(&mut self, name: &Key, look: Look) {
        let bounds = self.bounds();
        let Some(frame) = self.recorder.innermost() else {
            return;
        };
        if frame.globals.get(name).is_some_and(|note| note.covers(look)) {
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
                let kind = elem.kind();
                let taken = match look {
                    Look::Kind => None,
                    Look::Value => elem.freeze(bounds).ok().map(|value| (Snap::Fixed(value), false)),
                    Look::Shape => Snap::take(&elem, bounds).map(|snap| (snap, true)),
                };
                if taken.is_none() && look != Look::Kind {
                    self.recorder.stop();
                    return;
                }
                (
                    Entry {
                        kind: Some(kind),
                        is_final,
                    },
                    taken,
                )
            }
        };
        let Some(frame) = self.recorder.innermost() else {
            return;
        };
        match frame.globals.get_mut(name) {
            Some(note) => note.taken = taken,
            None => {
                let written = false;
                frame.globals.insert(
                    name.clone(),
                    GlobalNote {
                        entry,
                        taken,
                        written,
                    },
                );
            }
        }
    }

    /// A statement that sets a global variable begins.
    pub(crate) fn note_global_entry(&mut self, name: &Key) {
        if self.recorder.is_recording() {
            self.note_global(name, Look::Kind);
        }
    }

    /// A global variable is about to be set.
    pub(crate) fn note_global_set(&mut self, name: &Key) {
        if !self.recorder.is_recording() {
            return;
        }
        self.note_global(name, Look::Kind);
        if let Some(frame) = self.recorder.innermost()
            && let Some(note) = frame.globals.get_mut(name)
        {
            note.written = true;
        }
    }

    /// An element of the tree of this object is being looked at.
    pub(crate) fn note_element(&mut self, path: &Path, look: Look) {
        if self.recorder.is_recording() && path.is_absolute() {
            self.note_terms(path.terms(), look);
        }
    }

    fn note_terms(&mut self, terms: &[Term], look: Look) {
        let bounds = self.bounds();
        let Some(frame) = self.recorder.innermost() else {
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
                    self.recorder.stop();
                    return;
                }
            },
        };
        let kind = except.is_empty().then_some(kind);
        if let Some(frame) = self.recorder.innermost() {
            frame.tree.read(terms, kind, taken, except);
        }
    }

    /// An element of the tree of this object is about to be set.
    pub(crate) fn note_element_set(&mut self, path: &Path) {
        if !self.recorder.is_recording() || !path.is_absolute() {
            return;
        }
        let look = if keys(path.terms()).count() < path.terms().len() {
            Look::Shape
        } else {
            Look::Kind
        };
        self.note_terms(path.terms(), look);
        if keys(path.terms()).next().is_none() {
            self.recorder.void();
        }
        if let Some(frame) = self.recorder.innermost() {
            frame.tree.write(path.terms());
        }
    }

    /// Begins a recording.
    pub(super) fn begin(&mut self) {
        let (steps, memory) = self.used();
        let height = self.height();
        let frame = Frame {
            steps,
            memory,
            messages: self.messages.len(),
            height,
            peak: height,
            ..Frame::default()
        };
        self.recorder.push(frame);
    }

    /// Ends the recording begun last, and hands it to the one around it. `None`: it is void.
    pub(super) fn end(&mut self) -> Option<Arc<Recording>> {
        let recording = self.recorder.pop().and_then(|frame| self.recorded(frame));
        match recording {
            Some(recording) => {
                self.absorb(&recording);
                Some(Arc::new(recording))
            }
            None => {
                self.recorder.void();
                None
            }
        }
    }

    /// Notes for the recording around it what an include did that was recorded.
    pub(super) fn absorb(&mut self, recording: &Recording) {
        let peak = self.height() + recording.depth;
        if let Some(outer) = self.recorder.innermost() {
            outer.peak = outer.peak.max(peak);
            if !outer.void {
                outer.absorb(recording);
            }
        }
    }

    fn recorded(&mut self, mut frame: Frame) -> Option<Recording> {
        if frame.void || self.recorder.store().is_none() {
            return None;
        }
        let bounds = self.bounds();
        let mut writes = frame.writes();
        for (name, _) in frame.globals.iter().filter(|(_, note)| note.written) {
            let (elem, is_final) = self.globals.peek(name)?;
            writes
                .globals
                .push((name.clone(), Snap::take(&elem, bounds)?, is_final));
        }
        for path in frame.tree.writes() {
            let snap = match self.root.peek(path.terms()) {
                None => None,
                Some(elem) => Some(Snap::take(&elem, bounds)?),
            };
            writes.tree.push((path, snap));
        }
        for (name, (_, defined)) in &frame.functions {
            if *defined {
                writes
                    .functions
                    .push((name.clone(), self.functions.get(name)?.clone()));
            }
        }
        writes.load_path = frame.load_path_set.then(|| Arc::clone(&self.load_path));
        writes.messages = self.messages.get(frame.messages..).unwrap_or_default().to_vec();
        let (steps, memory) = self.used();
        Some(Recording {
            reads: frame.reads(),
            writes,
            steps: steps - frame.steps,
            memory: memory - frame.memory,
            depth: frame.peak - frame.height,
            ..Recording::default()
        })
    }

    /// A statement is done whose block could change `elem` in place: from now on nothing but the statements' own paths and
    /// variables may lead to the resources in it.
    pub(crate) fn check_aliases(&mut self, elem: &crate::elem::Elem) {
        if self.recorder.store().is_some() && elem.has_alias() {
            self.recorder.stop();
        }
    }
}
