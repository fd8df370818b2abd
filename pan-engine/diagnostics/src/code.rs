//! Stable identifiers of diagnostics.

use std::fmt;

use crate::Class;

/// The stable identifier of one kind of diagnostic, written `PAN0001`. All of them are in [`codes`](crate::codes). A number
/// is never given to another meaning once released.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code {
    number: u16,
    class: Class,
    summary: &'static str,
}

impl Code {
    /// Only the tables in [`codes`](crate::codes) make codes; see there.
    pub(crate) const fn new(number: u16, class: Class, summary: &'static str) -> Self {
        Self {
            number,
            class,
            summary,
        }
    }

    /// The number after `PAN`.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.number
    }

    /// The class that diagnostics with this code have unless they say otherwise.
    #[must_use]
    pub const fn class(self) -> Class {
        self.class
    }

    /// One sentence that says what the code stands for.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        self.summary
    }

    /// The code with this number, if there is one.
    #[must_use]
    pub fn find(number: u16) -> Option<Self> {
        crate::codes::all().find(|code| code.number == number)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PAN{:04}", self.number)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
