use pan_diagnostics::codes;
use pan_value::{Key, Path, Term};

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
    Path {
        path: Path,
        elem: Elem,
        /// Does the block that runs use it in its parts only?
        by_parts: bool,
    },
    /// The variable being set.
    Variable(Key, Elem),
}

impl Evaluator<'_> {
    /// The element that `SELF` is.
    pub(super) fn self_elem(&mut self) -> Result<Elem, Fault> {
        if self.recorder.is_noting() {
            self.note_self();
        }
        let refuse = |message: &str| Err(fault(codes::evaluation::SELF_VALUE, message));
        match &self.self_value {
            _ if self.is_folding() => refuse("SELF is not known when constants are folded"),
            SelfValue::None => refuse("SELF is not defined here"),
            SelfValue::Forbidden => refuse("SELF cannot be used in an include statement"),
            SelfValue::ReadOnly(elem) | SelfValue::Path { elem, .. } | SelfValue::Variable(_, elem) => {
                Ok(elem.clone())
            }
        }
    }

    /// `SELF` is looked at, and may be changed in place from now on.
    fn note_self(&mut self) {
        match &self.self_value {
            SelfValue::Path { path, .. } => {
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

    /// `SELF`, if nothing but its parts matter: the block uses nothing else, and it can be changed in place.
    pub(super) fn self_by_parts(&self) -> Option<Elem> {
        match &self.self_value {
            SelfValue::Path {
                path,
                elem: elem @ Elem::Live(_),
                by_parts: true,
            } if path.is_absolute() => Some(elem.clone()),
            _ => None,
        }
    }

    /// From now on `SELF` matters as a whole, or (`true`) in its parts only. Gives what was before.
    pub(super) const fn set_by_parts(&mut self, new: bool) -> bool {
        match &mut self.self_value {
            SelfValue::Path { by_parts, .. } => std::mem::replace(by_parts, new),
            _ => false,
        }
    }

    /// A part of `SELF` is looked at. A resource may be changed in place from now on.
    pub(super) fn note_self_part(&mut self, terms: &[Term], found: Option<&Elem>) {
        let Some(terms) = self.terms_of_part(terms) else {
            return;
        };
        match found {
            None => self.note_terms(&terms, Look::Kind),
            Some(Elem::Fixed(value)) if !value.kind().is_resource() => self.note_terms(&terms, Look::Value),
            // One that cannot be changed in place is copied where it would be.
            Some(Elem::Fixed(_)) => self.note_terms(&terms, Look::Shape),
            Some(Elem::Live(_)) => {
                self.note_terms(&terms, Look::Shape);
                self.note_terms_set(&terms);
            }
        }
    }

    /// A part of `SELF` is about to be set.
    pub(super) fn note_self_part_set(&mut self, terms: &[Term]) {
        if let Some(terms) = self.terms_of_part(terms) {
            self.note_terms_set(&terms);
        }
    }

    fn terms_of_part(&self, terms: &[Term]) -> Option<Vec<Term>> {
        match &self.self_value {
            SelfValue::Path { path, .. } if self.recorder.is_noting() && !terms.is_empty() => {
                Some([path.terms(), terms].concat())
            }
            _ => None,
        }
    }

    /// The element that `SELF` is, to be changed.
    pub(super) fn self_to_change(&mut self, terms: &[Term]) -> Result<Elem, Fault> {
        if !terms.is_empty()
            && let Some(elem) = self.self_by_parts()
        {
            self.note_self_part_set(terms);
            return Ok(elem);
        }
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
            SelfValue::Path { path, elem, .. } => {
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

    /// `SELF` as a resource that can be written at these terms: a copy if it was fixed, `made` if it was undef.
    pub(super) fn writable_self(
        &mut self,
        terms: &[Term],
        made: impl FnOnce() -> Live,
        span: Span,
    ) -> Flow<Elem> {
        let elem = self.self_to_change(terms);
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
