use pan_value::{Key, Kind, Value};

use super::place::Look;
use crate::builtin::pattern::{Flags, Pattern};
use crate::eval::Evaluator;

/// A question about a global variable whose answer is all that mattered: `if (OBJECT == 'a.example.org')` goes the same way
/// for all other objects.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// The variable, which holds a string.
    pub name: Key,
    /// What is asked.
    pub asked: Asked,
    /// The answer.
    pub answer: bool,
}

/// What is asked about a string.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Asked {
    /// Is it this one?
    Equals(std::sync::Arc<str>),
    /// Does the pattern match it?
    Matches(std::sync::Arc<str>, Flags),
}

impl Question {
    /// Is the answer the same for this value?
    pub fn is_answered(&self, value: &Value, steps: u32) -> bool {
        let Value::String(text) = value else { return false };
        let answer = match &self.asked {
            Asked::Equals(other) => Some(text == other),
            Asked::Matches(pattern, flags) => Pattern::get(pattern, *flags, steps)
                .and_then(|pattern| pattern.is_match(text))
                .ok(),
        };
        answer == Some(self.answer)
    }
}

impl Evaluator<'_> {
    /// Notes that a global variable was looked at to answer a question only.
    pub(crate) fn note_question(&mut self, question: Question) {
        self.note_global(&question.name, Look::Kind);
        self.recorder.ask(&question);
    }

    /// The string in a global variable, if that is what it holds and something is being recorded.
    pub(crate) fn questionable(&self, name: &Key) -> bool {
        self.recorder.is_recording()
            && self
                .globals
                .peek(name)
                .is_some_and(|(elem, _)| elem.kind() == Kind::String)
    }
}
