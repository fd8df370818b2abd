use std::sync::Arc;

use pan_diagnostics::{Location, codes};
use pan_value::{Key, Kind, Value};
use rustc_hash::FxHashMap;

use super::Evaluator;
use super::error::fault;
use super::marks::{Mark, Marks};
use crate::builtin::Fault;
use crate::elem::{Bounds, Elem, Live, Snap};
use crate::sharing::{Below, Look, Time};

/// The global variables of an object.
#[derive(Debug, Default)]
pub struct Globals {
    variables: FxHashMap<Key, Global>,
    /// Of all names that were ever in `variables`.
    marks: Marks,
    /// Statements of this object that made variables final.
    made_final: FxHashMap<Key, Location>,
    /// Variables that nothing sets any more.
    finished: Option<Arc<FxHashMap<Key, Value>>>,
    /// Those of the object that this one follows, for all others.
    below: Option<Below>,
}

/// The global variables of an object that is built.
#[derive(Debug)]
pub struct FinishedGlobals {
    own: Arc<FxHashMap<Key, Value>>,
    below: Option<Below>,
}

#[derive(Debug)]
struct Global {
    value: Elem,
    /// What blocks see, if it was asked for since the last change.
    seen: Option<Value>,
    is_final: bool,
    /// A block that has it as SELF is running: it can change any time.
    open: bool,
}

impl Globals {
    /// Those that exist from the start.
    pub fn start(&mut self, object: &Key) {
        self.insert(&Key::new("OBJECT"), Value::String(object.shared()).into(), true);
        self.insert(&Key::new("LOADPATH"), Elem::Live(Live::list(Vec::new())), false);
    }

    fn insert(&mut self, name: &Key, value: Elem, is_final: bool) {
        self.marks.add(name);
        self.variables.insert(
            name.clone(),
            Global {
                value,
                seen: None,
                is_final,
                open: false,
            },
        );
    }

    /// Does it exist?
    pub fn contains(&self, name: &Key) -> bool {
        self.variables.contains_key(name)
            || self.finished(name).is_some()
            || self.below.as_ref().is_some_and(|below| below.get(name).is_some())
    }

    /// Does it exist, and is it not undef?
    pub fn is_defined(&self, name: &Key) -> bool {
        self.peek(name).is_some_and(|(value, _)| !value.is_undef())
    }

    fn finished(&self, name: &str) -> Option<&Value> {
        self.finished.as_ref()?.get(name)
    }

    /// The value as blocks see it: one that they cannot change.
    ///
    /// # Errors
    /// It is nested too deep.
    pub fn read(&mut self, name: &str, bounds: Bounds) -> Result<Option<Value>, Fault> {
        let Some(global) = self.variables.get_mut(name) else {
            let below = || Some(self.below.as_ref()?.get(name)?.value.clone());
            return Ok(self.finished(name).cloned().or_else(below));
        };
        if let Some(seen) = &global.seen {
            return Ok(Some(seen.clone()));
        }
        let value = global.value.freeze(bounds)?;
        if !global.open {
            global.seen = Some(value.clone());
        }
        Ok(Some(value))
    }

    /// The variable itself for the statement that sets it; undef if it is new. Until [`Globals::close`] it may change through
    /// this reference.
    pub fn open(&mut self, name: &Key) -> Elem {
        if !self.variables.contains_key(name) {
            match self.peek(name) {
                Some((value, is_final)) => self.insert(name, value, is_final),
                None => self.insert(name, Elem::UNDEF, false),
            }
        }
        match self.variables.get_mut(name) {
            Some(global) => {
                global.open = true;
                global.seen = None;
                global.value.clone()
            }
            None => Elem::UNDEF,
        }
    }

    /// The statement that sets it is done.
    pub fn close(&mut self, name: &Key) {
        if let Some(global) = self.variables.get_mut(name) {
            global.open = false;
        }
    }

    /// Sets the value of an existing variable.
    ///
    /// # Errors
    /// It is final, or the value is of another kind.
    pub fn set(&mut self, name: &Key, value: Elem) -> Result<(), Fault> {
        let Some(global) = self.variables.get_mut(name) else {
            return Ok(());
        };
        if global.is_final {
            let message = format!("the variable '{name}' is final and cannot be changed");
            let mut fault = fault(codes::evaluation::FINAL, message);
            if let Some(statement) = self.made_final.get(name) {
                fault = fault.with_label(statement.clone(), "made final here");
            }
            return Err(fault);
        }
        global.value.check_replacement(&value)?;
        global.value = value;
        global.seen = None;
        Ok(())
    }

    /// The variables of an object that is built.
    ///
    /// # Errors
    /// One is nested too deep.
    pub fn finish(&self, bounds: Bounds) -> Result<FinishedGlobals, Fault> {
        let freeze = |(name, global): (&Key, &Global)| Ok((name.clone(), global.value.freeze(bounds)?));
        let own: Result<_, Fault> = self.variables.iter().map(freeze).collect();
        Ok(FinishedGlobals {
            own: Arc::new(own?),
            below: self.below.clone(),
        })
    }

    /// The variables of a built object: nothing sets them any more.
    pub fn build_on(&mut self, finished: &FinishedGlobals) {
        self.finished = Some(Arc::clone(&finished.own));
        self.below.clone_from(&finished.below);
    }

    /// The names of all variables.
    pub fn names(&self) -> Vec<&Key> {
        let finished = self.finished.iter().flat_map(|finished| finished.keys());
        let below = self.below.iter().flat_map(Below::names);
        self.variables.keys().chain(finished).chain(below).collect()
    }

    /// A variable and whether it is final.
    pub fn peek(&self, name: &str) -> Option<(Elem, bool)> {
        if let Some(global) = self.variables.get(name) {
            return Some((global.value.clone(), global.is_final));
        }
        if let Some(value) = self.finished(name) {
            return Some((Elem::Fixed(value.clone()), true));
        }
        let version = self.below.as_ref()?.get(name)?;
        Some((version.snap.restore(), version.is_final))
    }

    /// Is a variable what was taken of it (`None`: it was only looked whether it is there), and final or not as before?
    pub fn is_like(
        &self,
        name: &str,
        kind: Option<Kind>,
        was_final: bool,
        taken: Option<(&Snap, bool)>,
    ) -> bool {
        let is_same = |now: Kind, is_final: bool| kind == Some(now) && is_final == was_final;
        if let Some(global) = self.variables.get(name) {
            return is_same(global.value.kind(), global.is_final)
                && taken.is_none_or(|(snap, shape)| snap.is_like(&global.value, shape));
        }
        if let Some(value) = self.finished(name) {
            return is_same(value.kind(), true)
                && taken.is_none_or(|(snap, shape)| snap.is_like(&Elem::Fixed(value.clone()), shape));
        }
        match self.below.as_ref().and_then(|below| below.get(name)) {
            Some(version) => {
                is_same(version.snap.kind(), version.is_final)
                    && taken.is_none_or(|(snap, shape)| snap.is_like_snap(&version.snap, shape))
            }
            None => kind.is_none(),
        }
    }

    /// Makes a variable what it was for another object.
    pub fn restore(&mut self, name: &Key, snap: &Snap, is_final: bool) {
        self.insert(name, snap.restore(), is_final);
    }

    /// Makes an existing variable final, or not.
    pub fn set_final(&mut self, name: &Key, is_final: bool) {
        if let Some(global) = self.variables.get_mut(name) {
            global.is_final = is_final;
        }
    }

    /// Remembers which statement made a variable final.
    pub fn made_final(&mut self, name: &Key, statement: Location) {
        self.made_final.insert(name.clone(), statement);
    }

    /// Lets another object have set all that this one does not set itself.
    pub fn follow(&mut self, below: Below) {
        self.below = Some(below);
    }

    /// It is this time now for the object that is followed.
    pub fn move_to(&mut self, now: Time) {
        if let Some(below) = &mut self.below {
            below.move_to(now);
        }
    }

    /// Time goes on for the object that is followed, but the variable stays as it is for this one. Tells whether it differs
    /// from the other's then. `None`: it cannot be told.
    pub fn hold(&mut self, name: &Key, to: Time, bounds: Bounds) -> Option<bool> {
        let current = match self.peek(name) {
            // Another reference would be one of a statement that is done.
            Some((own, is_final)) => Some((Snap::take(&own, bounds)?, own, is_final)),
            None => None,
        };
        let below = self.below.as_mut()?;
        let theirs = below.at(name, to);
        match (current, theirs) {
            (Some((own, _, is_final)), Some(theirs)) if is_final == theirs.is_final && own == theirs.snap => {
                below.show(name);
                self.variables.remove(name);
                Some(false)
            }
            (Some((_, own, is_final)), _) => {
                self.insert(name, own, is_final);
                Some(true)
            }
            (None, Some(_)) => {
                below.hide(name);
                self.variables.remove(name);
                Some(true)
            }
            (None, None) => {
                below.show(name);
                Some(false)
            }
        }
    }

    /// The variable is what it is for the object that is followed.
    pub fn take_over(&mut self, name: &Key) {
        if let Some(below) = &mut self.below {
            below.show(name);
            self.variables.remove(name);
        }
    }

    /// Is the variable known to be what it is for the object that is followed?
    pub fn is_followed(&self, name: &str, mark: Mark) -> bool {
        let below = self.below.as_ref();
        below.is_some_and(|below| !below.is_hidden(name))
            && !(self.marks.may_hold(mark) && self.variables.contains_key(name))
    }

    /// The variables that may differ from those of the object that is followed; all if none is.
    pub fn differing(&self) -> impl Iterator<Item = &Key> {
        let hidden = self.below.iter().flat_map(Below::hidden);
        self.variables.keys().chain(hidden)
    }
}

impl Evaluator<'_> {
    /// Does a global variable of this name exist?
    pub(super) fn has_global(&mut self, name: &Key) -> bool {
        if self.recorder.is_recording() {
            self.note_global(name, Look::Kind);
        }
        self.globals.contains(name)
            || (self.template.is_some() && &**name == "TEMPLATE")
            || (self.function_name().is_some() && &**name == "FUNCTION")
    }

    /// The value of a global variable as blocks see it.
    ///
    /// # Errors
    /// It is nested too deep.
    pub(super) fn global(&mut self, name: &str) -> Result<Option<Value>, Fault> {
        let automatic = match name {
            "TEMPLATE" => self.template.clone(),
            "FUNCTION" => self.function_name().map(Key::shared),
            _ => None,
        };
        match automatic {
            Some(name) => Ok(Some(Value::String(name))),
            None if self.is_folding() => Ok(None),
            None => {
                if self.recorder.is_recording() && !self.recorder.muted {
                    self.note_global(&Key::new(name), Look::Value);
                }
                let bounds = self.bounds();
                self.globals.read(name, bounds)
            }
        }
    }
}
