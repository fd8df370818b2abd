use pan_diagnostics::codes;
use pan_value::{Key, Path};

use super::error::fault;
use super::{Evaluator, Flow};
use crate::builtin::Fault;
use crate::elem::{Elem, Live};
use crate::ir::Span;
use crate::sharing::Look;

/// What `SELF` is.
#[derive(Debug, Default)]
pub enum SelfValue {
    /// Nothing.
    #[default]
    None,
    /// An include statement is being computed: not to be used.
    Forbidden,
    /// The value being validated.
    ReadOnly(Elem),
    /// The element at the path being assigned.
    Path(Path, Elem),
    /// The variable being set.
    Variable(Key, Elem),
}

impl Evaluator<'_> {
    /// The element that `SELF` is.
    pub(super) fn self_elem(&mut self) -> Result<Elem, Fault> {
        if self.recorder.is_recording() {
            self.note_self();
        }
        let refuse = |message: &str| Err(fault(codes::evaluation::SELF_VALUE, message));
        match &self.self_value {
            _ if self.is_folding() => refuse("SELF is not known when constants are folded"),
            SelfValue::None => refuse("SELF is not defined here"),
            SelfValue::Forbidden => refuse("SELF cannot be used in an include statement"),
            SelfValue::ReadOnly(elem) | SelfValue::Path(_, elem) | SelfValue::Variable(_, elem) => {
                Ok(elem.clone())
            }
        }
    }

    /// `SELF` is looked at, and may be changed in place from now on.
    fn note_self(&mut self) {
        match &self.self_value {
            SelfValue::Path(path, _) => {
                let path = path.clone();
                self.note_element(&path, Look::Shape);
                self.note_element_set(&path);
            }
            SelfValue::Variable(name, _) => {
                let name = name.clone();
                self.note_global(&name, Look::Shape);
                self.note_global_set(&name);
            }
            SelfValue::None | SelfValue::Forbidden | SelfValue::ReadOnly(_) => {}
        }
    }

    /// The element that `SELF` is, to be changed.
    pub(super) fn self_to_change(&mut self) -> Result<Elem, Fault> {
        let elem = self.self_elem()?;
        if matches!(self.self_value, SelfValue::ReadOnly(_)) {
            return Err(fault(
                codes::evaluation::SELF_VALUE,
                "SELF cannot be changed during validation",
            ));
        }
        Ok(elem)
    }

    /// Lets `SELF` be another element.
    pub(super) fn reset_self(&mut self, new: &Elem, span: Span) -> Flow<()> {
        match &mut self.self_value {
            SelfValue::Path(path, elem) => {
                *elem = new.clone();
                let path = path.clone();
                self.put_element(&path, Some(new.clone()), span)
            }
            SelfValue::Variable(name, elem) => {
                *elem = new.clone();
                let name = name.clone();
                self.note_global_set(&name);
                let result = self.globals.set(&name, new.clone());
                self.here(span, result)
            }
            _ => Err(self.fail(
                span,
                fault(codes::evaluation::SELF_VALUE, "SELF cannot be changed here"),
            )),
        }
    }

    /// `SELF` as a resource that can be written: a copy if it was fixed, `made` if it was undef.
    pub(super) fn writable_self(&mut self, made: impl FnOnce() -> Live, span: Span) -> Flow<Elem> {
        let elem = self.self_to_change();
        let elem = self.here(span, elem)?;
        let new = if elem.is_protected() {
            elem.writable()
        } else if elem.is_undef() {
            Elem::Live(made())
        } else {
            return Ok(elem);
        };
        self.reset_self(&new, span)?;
        Ok(new)
    }
}
