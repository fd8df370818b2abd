//! What is wrong with a text, by offsets.

use std::sync::Arc;

use pan_diagnostics::{Code, Diagnostic, Location, Source, Span};

/// An error found while lexing or parsing. Knows offsets only; [`diagnostic`](SyntaxError::diagnostic) ties it to a source.
#[derive(Clone, Debug)]
pub struct SyntaxError {
    /// The stable identifier.
    pub code: Code,
    /// What to mark.
    pub span: Span,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Another place that matters, such as the brace that is not closed.
    pub label: Option<(Span, String)>,
}

impl SyntaxError {
    /// An error without hint and label.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            span,
            message: message.into(),
            hint: None,
            label: None,
        }
    }

    /// The same with advice.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with a remark on another place.
    #[must_use]
    pub fn with_label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.label = Some((span, message.into()));
        self
    }

    /// The error as a diagnostic about this source.
    #[must_use]
    pub fn diagnostic(&self, source: &Arc<Source>) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::error(self.code, self.message.clone()).at(Location::new(source, self.span));
        diagnostic.hint.clone_from(&self.hint);
        if let Some((span, message)) = &self.label {
            diagnostic = diagnostic.with_label(Location::new(source, *span), message.clone());
        }
        diagnostic
    }
}
