//! Why an object is to be compiled.

use std::fmt;

/// Why an object is not up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its template is missing or incorrect, or was never looked at.
    Template,
    /// A result is missing.
    NoResult(String),
    /// The dependency file cannot be read, or not understood.
    BadList(String),
    /// A source is missing.
    Missing(String),
    /// A source is newer than the oldest result.
    Newer(String),
    /// Another file is found under the name now.
    Elsewhere {
        /// What was read.
        was: String,
        /// What would be read now.
        now: String,
    },
    /// The include path does not lead to the source any more.
    OffPath(String),
    /// What was looked for in vain is there now.
    Appeared {
        /// The name that was asked for.
        name: String,
        /// Where it is.
        file: String,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template => f.write_str("its template has to be checked"),
            Self::NoResult(file) => write!(f, "{file} does not exist"),
            Self::BadList(file) => write!(f, "{file} cannot be understood"),
            Self::Missing(file) => write!(f, "{file} does not exist any more"),
            Self::Newer(file) => write!(f, "{file} is newer than the results"),
            Self::Elsewhere { was, now } => write!(f, "{now} is found instead of {was}"),
            Self::OffPath(file) => write!(f, "{file} is not on the include path any more"),
            Self::Appeared { name, file } => write!(f, "'{name}', which did not exist, is {file} now"),
        }
    }
}
