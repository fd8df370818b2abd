use pan_diagnostics::{Code, Diagnostic, Frame, FrameKind, Location, codes};
use pan_value::TermError;

use super::Evaluator;
use crate::builtin::Fault;
use crate::elem::ElemError;
use crate::ir::Span;
use crate::limits::Limit;
use crate::ops::OpError;

/// Why an expression gives no value. Small, because every expression may give it.
#[derive(Debug)]
pub enum Interrupt {
    /// `return`: goes up to the function call, or to the block. The evaluator holds the value meanwhile.
    Return,
    /// An error: goes up to the object (or to a validation that expects it).
    Failed(Box<Diagnostic>),
}

/// A result, or why there is none.
pub type Flow<T> = Result<T, Interrupt>;

impl From<TermError> for Fault {
    fn from(error: TermError) -> Self {
        Self::new(error.to_string()).with_code(codes::evaluation::TERM)
    }
}

impl From<ElemError> for Fault {
    fn from(error: ElemError) -> Self {
        let code = element_code(&error, codes::evaluation::ELEMENT);
        let fault = Self::new(error.to_string()).with_code(code);
        error.advise(fault)
    }
}

impl ElemError {
    /// The fault with advice, where there is some for this reason.
    pub(super) fn advise(&self, fault: Fault) -> Fault {
        match self {
            Self::Depth(_) => fault.with_hint(Limit::DataDepth.advice()),
            Self::Count(_) => fault.with_hint(Limit::Elements.advice()),
            Self::Length(_) => fault.with_hint(Limit::List.advice()),
            Self::Circular => fault.with_hint("put a copy of it there: clone()"),
            _ => fault,
        }
    }
}

/// The code of what cannot be done with an element: that of the limit if one was reached, else `other`.
pub const fn element_code(error: &ElemError, other: Code) -> Code {
    match error {
        ElemError::Depth(_) => codes::evaluation::DEPTH_LIMIT,
        ElemError::Count(_) | ElemError::Length(_) => codes::evaluation::RESOURCE_LIMIT,
        _ => other,
    }
}

impl From<OpError> for Fault {
    fn from(error: OpError) -> Self {
        Self::new(error.to_string()).with_code(codes::evaluation::OPERANDS)
    }
}

/// A fault with this code.
pub fn fault(code: Code, message: impl Into<String>) -> Fault {
    Fault::new(message).with_code(code)
}

impl Evaluator<'_> {
    /// The error that this fault is here.
    #[cold]
    pub(crate) fn fail(&self, span: Span, fault: impl Into<Fault>) -> Interrupt {
        let fault = fault.into();
        let mut diagnostic = Diagnostic::error(fault.code, fault.message)
            .at(Location::new(&self.source, span))
            .in_object(self.object());
        diagnostic.hint = fault.hint;
        diagnostic.labels.extend(fault.label.map(|label| *label));
        diagnostic.provenance = self.frames();
        Interrupt::Failed(Box::new(diagnostic))
    }

    /// The result with its fault made an error here.
    #[inline]
    pub(super) fn here<T, E: Into<Fault>>(&self, span: Span, result: Result<T, E>) -> Flow<T> {
        result.map_err(|fault| self.fail(span, fault))
    }

    /// How the evaluation got here, innermost first.
    pub(crate) fn frames(&self) -> Vec<Frame> {
        let mut frames = Vec::with_capacity(self.stack.len() + 1);
        for frame in self.stack.iter().rev() {
            let (kind, name) = frame.entered.described();
            frames.push(Frame {
                kind,
                name,
                location: Some(Location::new(&frame.source, frame.span)),
            });
        }
        if let Some(job) = self.job {
            frames.push(Frame {
                kind: FrameKind::Object,
                name: job.object.shared(),
                location: None,
            });
        }
        frames
    }
}
