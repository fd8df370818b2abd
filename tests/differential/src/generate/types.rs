//! Types of values, as the generator keeps account of them.

use crate::random::Random;

/// A type of value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// `true`, `false`
    Boolean,
    /// A whole number.
    Long,
    /// A number.
    Double,
    /// A text.
    String,
    /// A list of these.
    List(Box<Self>),
    /// A dict of these.
    Dict(Box<Self>),
}

impl Type {
    /// Any type; lists and dicts at most this deep.
    pub(crate) fn any(random: &mut Random, depth: usize) -> Self {
        match random.below(if depth == 0 { 9 } else { 14 }) {
            0 | 1 => Self::Boolean,
            2..=4 => Self::Long,
            5 => Self::Double,
            6..=8 => Self::String,
            9..=11 => Self::List(Box::new(Self::any(random, depth - 1))),
            _ => Self::Dict(Box::new(Self::any(random, depth - 1))),
        }
    }

    /// A list of these.
    pub(crate) fn list(self) -> Self {
        Self::List(Box::new(self))
    }

    /// A dict of these.
    pub(crate) fn dict(self) -> Self {
        Self::Dict(Box::new(self))
    }

    /// Its name in Pan.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Long => "long",
            Self::Double => "double",
            Self::String => "string",
            Self::List(_) => "list",
            Self::Dict(_) => "dict",
        }
    }
}
