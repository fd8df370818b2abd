use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Key, Value};
use rustc_hash::FxHashMap;

use super::Evaluator;
use super::error::fault;
use crate::builtin::Fault;
use crate::elem::{Bounds, Elem, Live, Snap};
use crate::sharing::Look;

/// The global variables of an object.
#[derive(Debug, Default)]
pub struct Globals {
    variables: FxHashMap<Key, Global>,
    /// Variables that nothing sets any more.
    base: Option<Arc<FxHashMap<Key, Value>>>,
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
        self.variables.contains_key(name) || self.base.as_ref().is_some_and(|base| base.contains_key(name))
    }

    /// The value as blocks see it: one that they cannot change.
    ///
    /// # Errors
    /// It is nested too deep.
    pub fn read(&mut self, name: &str, bounds: Bounds) -> Result<Option<Value>, Fault> {
        let Some(global) = self.variables.get_mut(name) else {
            return Ok(self.base.as_ref().and_then(|base| base.get(name)).cloned());
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
        if !self.contains(name) {
            self.insert(name, Elem::UNDEF, false);
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
            return Err(fault(codes::evaluation::FINAL, message));
        }
        global.value.check_replacement(&value)?;
        global.value = value;
        global.seen = None;
        Ok(())
    }

    /// The values of all variables.
    ///
    /// # Errors
    /// One is nested too deep.
    pub fn freeze(&mut self, bounds: Bounds) -> Result<FxHashMap<Key, Value>, Fault> {
        let freeze = |(name, global): (&Key, &Global)| Ok((name.clone(), global.value.freeze(bounds)?));
        self.variables.iter().map(freeze).collect()
    }

    /// The variables of a built object: nothing sets them any more.
    pub fn build_on(&mut self, values: Arc<FxHashMap<Key, Value>>) {
        self.base = Some(values);
    }

    /// A variable and whether it is final.
    pub fn peek(&self, name: &str) -> Option<(Elem, bool)> {
        match self.variables.get(name) {
            Some(global) => Some((global.value.clone(), global.is_final)),
            None => {
                let value = self.base.as_ref()?.get(name)?;
                Some((Elem::Fixed(value.clone()), true))
            }
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
}

impl Evaluator<'_> {
    /// Does a global variable of this name exist?
    pub(super) fn has_global(&mut self, name: &Key) -> bool {
        if self.recorder.is_recording() {
            self.note_global(name, Look::Kind);
        }
        self.globals.contains(name)
            || (self.template.is_some() && &**name == "TEMPLATE")
            || (self.function.is_some() && &**name == "FUNCTION")
    }

    /// The value of a global variable as blocks see it.
    ///
    /// # Errors
    /// It is nested too deep.
    pub(super) fn global(&mut self, name: &str) -> Result<Option<Value>, Fault> {
        let automatic = match name {
            "TEMPLATE" => self.template.as_ref(),
            "FUNCTION" => self.function.as_ref(),
            _ => None,
        };
        match automatic {
            Some(name) => Ok(Some(Value::String(name.shared()))),
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
