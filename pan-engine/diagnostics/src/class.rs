//! The kinds of failure, as scripts around the compiler tell them apart.

use std::fmt;

/// What stage of a compilation failed. The first words of a rendered message are `<class> error [`, which is what scripts
/// written for the reference compiler look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// The text does not follow the grammar.
    Parse,
    /// The text follows the grammar, but means nothing: a bad path, a statement that its kind of template cannot hold.
    Syntax,
    /// A statement failed while it ran.
    Evaluation,
    /// The finished tree does not fit its types.
    Validation,
    /// The compiler could not do its work: a file cannot be read, a limit was reached.
    System,
}

impl Class {
    /// The name used in rendered messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parse => "parse",
            Self::Syntax => "syntax",
            Self::Evaluation => "evaluation",
            Self::Validation => "validation",
            Self::System => "system",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The object, or the template, is refused.
    Error,
    /// Worth saying; the result stands.
    Warning,
}

impl Severity {
    /// The name used in rendered messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
