//! The indexes of a variable.

use std::ops::Deref;

use pan_value::Term;

use super::locals::Locals;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Expr, VarRef};

/// The terms of a reference. Most have one at most, and need no memory for it.
pub enum Terms<'v> {
    /// Constants.
    Fixed(&'v [Term]),
    /// One that was computed.
    One(Term),
    /// More.
    Several(Vec<Term>),
}

impl Deref for Terms<'_> {
    type Target = [Term];

    fn deref(&self) -> &[Term] {
        match self {
            Self::Fixed(terms) => terms,
            Self::One(term) => std::slice::from_ref(term),
            Self::Several(terms) => terms,
        }
    }
}

impl Evaluator<'_> {
    /// The terms of a reference.
    pub(super) fn terms<'v>(&mut self, locals: &mut Locals<'_>, var: &'v VarRef) -> Flow<Terms<'v>> {
        if let Some(fixed) = &var.fixed {
            return Ok(Terms::Fixed(fixed));
        }
        if let [term] = &*var.terms {
            return self.term(locals, var, term).map(Terms::One);
        }
        let mut terms = Vec::with_capacity(var.terms.len());
        for term in &var.terms {
            terms.push(self.term(locals, var, term)?);
        }
        Ok(Terms::Several(terms))
    }

    fn term(&mut self, locals: &mut Locals<'_>, var: &VarRef, term: &Expr) -> Flow<Term> {
        let term = match &self.eval(locals, term)? {
            Elem::Fixed(value) => Term::from_value(value),
            Elem::Live(live) => Err(pan_value::TermError::WrongType(live.kind().name())),
        };
        self.here(var.span, term)
    }
}
