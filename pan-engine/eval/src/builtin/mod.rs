//! The built-in functions: one table, one file per family.
//!
//! Most of them are *pure*: they get finished values and return one. Those that need the variable itself, the tree of the
//! object or the control flow are *special* and run by the evaluator; their table is [`special`].
//!
//! A new pure function is an entry of its family's `FUNCTIONS`:
//! `Builtin { name: "length", arity: Arity::exactly(1), check: no_check, folds: true, run: Run::Pure(length) }`.

mod args;
mod convert;
mod debug;
mod encode;
mod file;
mod format;
mod formatter;
mod json;
mod json_reader;
mod net;
pub mod pattern;
mod regex;
pub mod special;
mod string;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::LazyLock;

use pan_diagnostics::{Code, Label, Location, codes};
use pan_value::Value;
use rustc_hash::FxHashMap;

pub use special::{Special, Test};

use crate::limits::Limits;
use crate::options::Warnings;
use crate::outcome::MessageKind;
use crate::world::FileSource;

/// One built-in function.
pub struct Builtin {
    /// Its name.
    pub name: &'static str,
    /// How many arguments it takes.
    pub arity: Arity,
    /// Checks what is known of the arguments when compiling; called after the number was found right. Its refusal is a
    /// syntax error.
    pub check: fn(&[Argument<'_>]) -> Result<(), String>,
    /// May it run when constants are folded? Not if it prints, reads files or depends on the object. The evaluator
    /// enforces it.
    pub folds: bool,
    /// Its implementation.
    pub run: Run,
}

impl fmt::Debug for Builtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}()", self.name)
    }
}

/// How a function is run.
pub enum Run {
    /// On the values of its arguments.
    Pure(Pure),
    /// By the evaluator.
    Special(Special),
}

/// Implementation of a pure function. The number of arguments is already checked; undef and null may be among them.
pub type Pure = fn(&mut dyn Host, &[Value]) -> Result<Value, Fault>;

/// How many arguments a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arity {
    /// At least.
    pub min: usize,
    /// At most; `None`: any number.
    pub max: Option<usize>,
}

impl Arity {
    /// This many.
    #[must_use]
    pub const fn exactly(n: usize) -> Self {
        Self { min: n, max: Some(n) }
    }

    /// From `min` to `max`.
    #[must_use]
    pub const fn between(min: usize, max: usize) -> Self {
        Self { min, max: Some(max) }
    }

    /// `min` or more.
    #[must_use]
    pub const fn at_least(min: usize) -> Self {
        Self { min, max: None }
    }

    /// Is this number of arguments allowed?
    #[must_use]
    pub fn allows(self, n: usize) -> bool {
        n >= self.min && self.max.is_none_or(|max| n <= max)
    }
}

impl fmt::Display for Arity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        match (self.min, self.max) {
            (0, None) => f.write_str("any number of arguments"),
            (min, None) => write!(f, "{} or more arguments", Count(min)),
            (min, Some(max)) if min == max => write!(f, "exactly {} argument{}", Count(min), plural(min)),
            (min, Some(max)) => write!(f, "{} to {} arguments", Count(min), Count(max)),
        }
    }
}

/// A small number in words.
struct Count(usize);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match ["no", "one", "two", "three", "four", "five"].get(self.0) {
            Some(word) => f.write_str(word),
            None => write!(f, "{}", self.0),
        }
    }
}

/// What is known of an argument when compiling.
#[derive(Clone, Copy, Debug)]
pub enum Argument<'a> {
    /// A literal, or operators on literals. (`list()` and `dict()` calls are not: only literals are folded at this point.)
    Constant(&'a Value),
    /// A variable, `SELF` included.
    Variable {
        /// Its name.
        name: &'a str,
        /// Does it have indexes?
        indexed: bool,
    },
    /// Anything else.
    Other,
}

impl<'a> Argument<'a> {
    /// The constant.
    #[must_use]
    pub const fn constant(self) -> Option<&'a Value> {
        match self {
            Self::Constant(value) => Some(value),
            _ => None,
        }
    }
}

/// The check of a function that has nothing to check.
///
/// # Errors
/// Never.
pub const fn no_check(_: &[Argument<'_>]) -> Result<(), String> {
    Ok(())
}

/// Why a call of a built-in function failed. The evaluator adds where.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The stable code.
    pub code: Code,
    /// What is wrong, naming the values; one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Another place that matters.
    pub label: Option<Box<Label>>,
}

impl Fault {
    /// An error with this message and the code of most faults of built-in functions.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            code: codes::evaluation::ARGUMENT,
            message: message.into(),
            hint: None,
            label: None,
        }
    }

    /// The same with another code.
    #[must_use]
    pub fn with_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with a remark on another place.
    #[must_use]
    pub fn with_label(mut self, location: Location, message: impl Into<String>) -> Self {
        self.label = Some(Box::new(Label {
            location,
            message: message.into(),
        }));
        self
    }
}

/// What pure functions may ask of the evaluator.
pub trait Host {
    /// Name of the object being compiled; "empty" while constants are folded.
    fn object(&self) -> &str;

    /// The value of a variable as reading it by name would find it (for `substitute`): local, else global. Whoever uses this is
    /// known to the lowering (`BY_NAME` in `lower/call.rs`).
    fn variable(&mut self, name: &str) -> Option<Value>;

    /// The file with this name along the load path; the look-up is recorded. `None`: does not exist.
    ///
    /// # Errors
    /// The world cannot tell.
    fn file(&mut self, name: &str) -> Result<Option<FileSource>, Fault>;

    /// Prints a message for whoever runs the compiler (the standard error stream of `panc`).
    fn print(&mut self, kind: MessageKind, text: String);

    /// The call stack, one frame per line, innermost first, for `traceback`.
    fn traceback(&self) -> String;

    /// What to do with `deprecated` messages.
    fn warnings(&self) -> Warnings;

    /// Are constants being folded? Then nothing may be printed.
    fn is_folding(&self) -> bool;

    /// The limits of this compile.
    fn limits(&self) -> &Limits;

    /// Was the compile cancelled? For what takes long.
    fn is_cancelled(&self) -> bool;

    /// Counts work that takes this many times as long as evaluating an expression.
    fn work(&mut self, steps: u64);
}

/// Every family. A family that is not in it does not exist.
const FAMILIES: &[&[Builtin]] = &[
    convert::FUNCTIONS,
    debug::FUNCTIONS,
    encode::FUNCTIONS,
    file::FUNCTIONS,
    format::FUNCTIONS,
    json::FUNCTIONS,
    net::FUNCTIONS,
    regex::FUNCTIONS,
    special::FUNCTIONS,
    string::FUNCTIONS,
];

static TABLE: LazyLock<FxHashMap<&'static str, &'static Builtin>> = LazyLock::new(|| {
    FAMILIES
        .iter()
        .copied()
        .flatten()
        .map(|builtin| (builtin.name, builtin))
        .collect()
});

/// The function of this name. A built-in function wins over a user function of the same name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Builtin> {
    TABLE.get(name).copied()
}

/// The names of all built-in functions, sorted.
#[must_use]
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = TABLE.keys().copied().collect();
    names.sort_unstable();
    names
}
