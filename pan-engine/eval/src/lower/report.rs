//! Noting what is wrong.

use pan_diagnostics::{Class, Code, Diagnostic, Location};

use super::Lowering;
use crate::ir::{Expr, Span};

impl Lowering<'_> {
    /// Notes an error and gives what stands in for the code that has it: something that is neither a constant nor anything else
    /// that further errors could be about.
    pub(super) fn error(&mut self, code: Code, span: Span, message: impl Into<String>) -> Expr {
        self.note(Diagnostic::error(code, message), span)
    }

    /// Notes an error that has another class than its code, and gives what stands in.
    pub(super) fn error_of_class(
        &mut self,
        class: Class,
        code: Code,
        span: Span,
        message: impl Into<String>,
    ) -> Expr {
        self.note(Diagnostic::error(code, message).with_class(class), span)
    }

    /// Notes a diagnostic at this place.
    pub(super) fn note(&mut self, diagnostic: Diagnostic, span: Span) -> Expr {
        self.diagnostics
            .push(diagnostic.at(Location::new(&self.source, span)));
        Expr::Sequence(Box::from([]))
    }
}
