//! Regular expressions as `java.util.regex` has them: patterns are translated and run by PCRE2.

mod budget;
mod cache;
mod class;
mod flags;
mod linear;
mod matcher;
mod property;
mod replacement;
mod search;
mod set;
mod split;
mod translate;

#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use thiserror::Error;

pub use budget::Budget;
pub use flags::Flags;
pub use matcher::Found;
use matcher::Matchers;
use set::Target;
use translate::translate;

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PatternError {
    /// It is not a pattern.
    #[error("invalid regular expression: {0}")]
    Invalid(String),
    /// The replacement is malformed.
    #[error("invalid replacement '{0}': {1}")]
    Replacement(String, &'static str),
    /// Matching was given up.
    #[error("matching the regular expression '{pattern}' was given up after {steps} steps")]
    GaveUp {
        /// The pattern.
        pattern: String,
        /// The limit.
        steps: u32,
    },
    /// The matcher would have to remember more places to go back to than it can.
    #[error("the regular expression '{0}' remembers more places to go back to than {1} bytes can hold")]
    TooDeep(String, usize),
    /// The compile was cancelled.
    #[error("the compile was cancelled")]
    Cancelled,
    /// The result has too many bytes or parts.
    #[error("the result has more than {0} {1}")]
    TooLong(usize, &'static str),
}

/// A compiled pattern: once for ASCII subjects, and again for others when one comes.
#[derive(Debug)]
pub struct Pattern {
    text: Arc<str>,
    flags: Flags,
    /// Steps of the matcher in one call at most.
    steps: u32,
    groups: usize,
    names: Vec<(String, usize)>,
    ascii: Arc<Matchers>,
    linear: OnceLock<Option<regex::bytes::Regex>>,
    unicode: OnceLock<Result<Matchers, PatternError>>,
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// It is not one.
    pub fn compile(text: &Arc<str>, flags: Flags, steps: u32) -> Result<Self, PatternError> {
        let translation = translate(text, flags, Target::Ascii).map_err(PatternError::Invalid)?;
        Ok(Self {
            text: Arc::clone(text),
            flags,
            steps,
            groups: translation.groups,
            names: translation.names,
            ascii: Arc::new(Matchers::new(translation.text, Target::Ascii, steps, text)?),
            linear: OnceLock::new(),
            unicode: OnceLock::new(),
        })
    }

    fn matchers(&self, subject: &str) -> Result<&Matchers, PatternError> {
        if subject.is_ascii() {
            return Ok(&self.ascii);
        }
        self.unicode
            .get_or_init(|| {
                let translation =
                    translate(&self.text, self.flags, Target::Unicode).map_err(PatternError::Invalid)?;
                Matchers::new(translation.text, Target::Unicode, self.steps, &self.text)
            })
            .as_ref()
            .map_err(Clone::clone)
    }
}
