//! Stable identifiers of diagnostics.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::Class;

/// The stable identifier of one kind of diagnostic, written `PAN0001`. All of them are in [`codes`](crate::codes). A number
/// is never given to another meaning once released.
#[derive(Clone, Copy)]
pub struct Code {
    /// Only the tables in [`codes`](crate::codes) make codes; see there.
    pub(crate) entry: &'static Entry,
}

/// What a table says about a code.
pub struct Entry {
    pub number: u16,
    pub class: Class,
    pub summary: &'static str,
    pub explanation: &'static str,
    pub advice: &'static [&'static str],
}

impl Code {
    /// What to do, if this can be said for all diagnostics with this code.
    #[must_use]
    pub const fn advice(self) -> Option<&'static str> {
        match self.entry.advice {
            [advice, ..] => Some(*advice),
            [] => None,
        }
    }

    /// The number after `PAN`.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.entry.number
    }

    /// The class that diagnostics with this code have unless they say otherwise.
    #[must_use]
    pub const fn class(self) -> Class {
        self.entry.class
    }

    /// One sentence that says what the code stands for.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        self.entry.summary
    }

    /// What the code means, how it comes about, an example and how to mend it, as Markdown.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        self.entry.explanation
    }

    /// The code that somebody means: `PAN0042`, `pan42` and `42` are the same.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = match text.get(..3) {
            Some(start) if start.eq_ignore_ascii_case("PAN") => text.get(3..)?,
            _ => text,
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Self::find(digits.parse().ok()?)
    }

    /// The code with this number, if there is one.
    #[must_use]
    pub fn find(number: u16) -> Option<Self> {
        crate::codes::all().find(|code| code.number() == number)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.number() == other.number()
    }
}

impl Eq for Code {}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number().hash(state);
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PAN{:04}", self.number())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn codes_are_read_in_any_spelling() {
        let code = Some(codes::parse::UNTERMINATED_STRING);
        for text in ["PAN0003", "pan0003", "Pan3", "3", " 0003 "] {
            assert_eq!(Code::parse(text), code, "{text}");
        }
        for text in ["", "PAN", "PAN0", "+3", "PAN+3", "99999999", "é3", "list"] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
    }

    #[test]
    fn explanations_are_complete() {
        for code in codes::all() {
            let text = code.explanation();
            assert!(text.contains("\n## Example\n\n"), "{code}");
            assert!(!text.starts_with('#') && text.ends_with('\n'), "{code}");
            let mended = text.contains("\n## Mended\n\n");
            assert_eq!(mended, text.contains("```pan"), "{code}");
        }
    }
}
