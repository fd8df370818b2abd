//! The diagnostic itself.

use std::fmt;
use std::sync::Arc;

use crate::{Class, Code, Location, Severity};

/// One thing that is wrong, with everything a person needs to put it right.
///
/// The message says *what* is wrong in one sentence without a full stop and names what the user wrote. The other fields
/// answer: where, in which object, at which path, which value, which rule, how the compiler got there, what to do.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The stable identifier.
    pub code: Code,
    /// Normally that of the code.
    pub class: Class,
    /// Errors refuse the object; warnings do not.
    pub severity: Severity,
    /// One sentence; never empty.
    pub message: String,
    /// Where in the sources.
    pub location: Option<Location>,
    /// Other places that matter, each with a remark; may be in other sources.
    pub labels: Vec<Label>,
    /// Name of the object that was being compiled.
    pub object: Option<Arc<str>>,
    /// Path in that object's tree.
    pub path: Option<String>,
    /// The offending value, already shortened for display.
    pub value: Option<String>,
    /// The type or rule that was broken.
    pub rule: Option<Rule>,
    /// Who set the value.
    pub set_by: Option<Location>,
    /// How evaluation got to the location: innermost first.
    pub provenance: Vec<Frame>,
    /// What to do about it, where that is more than what [`Code::advice`] says.
    pub hint: Option<String>,
}

/// A remark on a place.
#[derive(Clone, Debug)]
pub struct Label {
    /// The place.
    pub location: Location,
    /// The remark, a few words.
    pub message: String,
}

/// The rule that a value broke.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The rule in words, such as `type 'hostname' bound to /system/name`.
    pub text: String,
    /// Where it was declared.
    pub location: Option<Location>,
}

/// One step of the way from the object template to the failing place.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What kind of step.
    pub kind: FrameKind,
    /// Name of the template or function that was entered.
    pub name: Arc<str>,
    /// The statement or call that entered it; none for the object template itself.
    pub location: Option<Location>,
}

/// The ways one piece of Pan reaches another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// The object template.
    Object,
    /// An include statement.
    Include,
    /// A call of a user-defined function.
    Call,
    /// `create` of a structure template.
    Create,
    /// A validation block of a type.
    Validation,
    /// A reference to another object's profile.
    External,
}

impl FrameKind {
    /// The name that programs get.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Include => "include",
            Self::Call => "call",
            Self::Create => "create",
            Self::Validation => "validation",
            Self::External => "external",
        }
    }

    /// The words that join a frame's name to the place it was entered from.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Object => "object template",
            Self::Include => "included",
            Self::Call => "called",
            Self::Create => "created",
            Self::Validation => "validated by",
            Self::External => "referred to",
        }
    }
}

impl Diagnostic {
    /// An error with the class of its code and nothing but a message.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            class: code.class(),
            severity: Severity::Error,
            message: message.into(),
            location: None,
            labels: Vec::new(),
            object: None,
            path: None,
            value: None,
            rule: None,
            set_by: None,
            provenance: Vec::new(),
            hint: None,
        }
    }

    /// A warning with the class of its code and nothing but a message.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// The same with another class, where one code can arise at several stages.
    #[must_use]
    pub fn with_class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    /// The same at this place.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// The same with one more remark on a place.
    #[must_use]
    pub fn with_label(mut self, location: Location, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            location,
            message: message.into(),
        });
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same for this object.
    #[must_use]
    pub fn in_object(mut self, object: impl Into<Arc<str>>) -> Self {
        self.object = Some(object.into());
        self
    }

    /// The same at this path of the object's tree.
    #[must_use]
    pub fn at_path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// What to do about it: the hint, or what can be said for every diagnostic with this code.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.hint.as_deref().or_else(|| self.code.advice())
    }

    /// Whether this refuses the object.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The short rendering, without snippets.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::render::short(self))
    }
}

impl std::error::Error for Diagnostic {}
