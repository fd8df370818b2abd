//! What can be wrong with the arguments of a command.

/// An argument that cannot be accepted. The broker answers 400, the client exits with 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ArgumentError {
    /// What sort of mistake it is.
    pub kind: ErrorKind,
    /// A sentence that names the options as the user types them.
    pub message: String,
    /// What to do, when there is something to say.
    pub hint: Option<String>,
}

/// The sorts of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The command has no option of this name.
    UnknownOption,
    /// An option was given more than once.
    TooManyValues,
    /// The value does not have the form of the option's type.
    BadValue,
    /// The value has characters outside ASCII.
    NotAscii,
    /// Something mandatory is missing.
    Missing,
    /// Options that exclude each other.
    Conflict,
    /// An option that needs another one.
    Requires,
}

impl ErrorKind {
    /// A stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownOption => "argument.unknown",
            Self::TooManyValues => "argument.too_many_values",
            Self::BadValue => "argument.bad_value",
            Self::NotAscii => "argument.not_ascii",
            Self::Missing => "argument.missing",
            Self::Conflict => "argument.conflict",
            Self::Requires => "argument.requires",
        }
    }
}

impl ArgumentError {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: None,
        }
    }

    pub(crate) fn with_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }

    /// `names` as typed, with dashes.
    pub(crate) fn missing(names: &[String]) -> Self {
        Self::new(ErrorKind::Missing, format!("Missing {}.", listed(names, "and")))
    }

    /// The sentence, with the hint in a line of its own.
    pub fn full(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{}\n{hint}", self.message),
            None => self.message.clone(),
        }
    }
}

/// "a", "a and b", "a, b and c".
pub(crate) fn listed(names: &[String], last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
