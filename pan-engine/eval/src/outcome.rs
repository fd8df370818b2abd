//! What a compile gives back.

use std::sync::Arc;

use pan_diagnostics::{Diagnostic, codes};
use pan_value::{Path, Term, Value};

use crate::deps::Reads;

/// A finished configuration: built, defaults filled in, validated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Name of the object.
    pub object: Arc<str>,
    /// The tree; a dict.
    pub root: Value,
}

impl Profile {
    /// The element at an absolute path.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Value> {
        Self::value_at(&self.root, path)
    }

    /// The element at an absolute path of a tree.
    pub(crate) fn value_at<'v>(root: &'v Value, path: &Path) -> Option<&'v Value> {
        path.terms()
            .iter()
            .try_fold(root, |node, term| match (node, term) {
                (Value::Dict(entries), Term::Key(key)) => entries.get(key),
                (Value::List(items), Term::Index(index)) => {
                    let index = i64::from(*index);
                    let length = i64::try_from(items.len()).ok()?;
                    usize::try_from(if index < 0 { index + length } else { index })
                        .ok()
                        .and_then(|i| items.get(i))
                }
                _ => None,
            })
    }
}

/// Who printed a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// `debug`
    Debug,
    /// `traceback`
    Traceback,
    /// `deprecated`
    Deprecated,
}

/// A message printed by a template: lines for the standard error stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who printed it.
    pub kind: MessageKind,
    /// The text, without the newline at its end.
    pub text: String,
}

/// The result of compiling one object.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The profile, unless there are errors.
    pub profile: Option<Profile>,
    /// Everything there is to say.
    pub diagnostics: Vec<Diagnostic>,
    /// Messages of `debug`, `traceback` and `deprecated`, in the order printed.
    pub messages: Vec<Message>,
    /// What was read, complete also when the compile failed.
    pub reads: Arc<Reads>,
}

impl Outcome {
    /// Did it fail?
    #[must_use]
    pub fn failed(&self) -> bool {
        self.profile.is_none()
    }

    /// Did it end because the compile was cancelled? Then what it says about the object is not complete.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        let mut codes = self.diagnostics.iter().map(|diagnostic| diagnostic.code);
        codes.any(|code| code == codes::system::CANCELLED)
    }
}
