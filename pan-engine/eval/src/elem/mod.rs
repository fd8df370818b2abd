//! What a running block works on: values, and resources that can be changed in place.
//!
//! Local variables are references in this language: after `y = x`, `y['a'] = 1` changes `x`. So resources made while running
//! are nodes with an identity ([`Live`]); everything that comes from elsewhere (constants, global variables, finished trees)
//! is a fixed, shared [`Value`] that is copied one level when somebody writes to it. A copy of a live resource is taken lazily:
//! it is frozen into a value, and thawed level by level where it is written.

mod access;
mod cycle;
mod difference;
mod freeze;
mod live;
mod partly;
mod peek;
mod snap;
mod way;

use pan_value::{Kind, Term, Value};
use thiserror::Error;

pub use difference::{differences, differences_of};
pub use live::Live;
pub use snap::Snap;
pub use way::Way;

/// A value or a resource that can be changed in place.
#[derive(Debug)]
pub enum Elem {
    /// A property, undef, null, or a resource that cannot be changed (the reference calls it protected).
    Fixed(Value),
    /// A resource that can; cloning makes another reference to it.
    Live(Live),
}

/// Why an element cannot be read or written that way.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ElemError {
    /// A key into a list or an index into a dict.
    #[error("{term} cannot be used with {1}", term = describe(.0))]
    Term(Term, &'static str),
    /// Something without elements was given an index.
    #[error("{0} has no elements to look up")]
    Dereference(&'static str),
    /// Something without elements was to get one.
    #[error("an element cannot be added to {0}")]
    AddChild(&'static str),
    /// The list where one is needed is something else.
    #[error("{0} is not a list")]
    NotList(&'static str),
    /// A negative index in front of the first element.
    #[error("the index {0} is before the start of the list, which has {1} elements")]
    Negative(i32, usize),
    /// A value may not replace one of another kind.
    #[error("{0} cannot be replaced by {1}")]
    Replace(&'static str, &'static str),
    /// A resource would contain itself.
    #[error("a resource cannot contain itself")]
    Circular,
    /// Too many resources inside each other.
    #[error("resources are nested more than {0} deep")]
    Depth(u32),
    /// Too many elements at all levels together.
    #[error("a resource cannot have more than {0} elements at all its levels together")]
    Count(u64),
    /// Too many elements.
    #[error("a list cannot have more than {0} elements")]
    Length(usize),
}

fn describe(term: &Term) -> String {
    match term {
        Term::Index(index) => format!("the index {index}"),
        Term::Key(key) => format!("the key '{key}'"),
    }
}

/// Bounds of data.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Resources inside each other.
    pub depth: u32,
    /// Elements of one list.
    pub length: usize,
    /// Elements of a value at all its levels together, what occurs twice counted twice.
    pub count: u64,
}

impl Elem {
    /// `undef`.
    pub const UNDEF: Self = Self::Fixed(Value::Undef);

    /// What it is.
    #[inline]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Fixed(value) => value.kind(),
            Self::Live(live) => live.kind(),
        }
    }

    /// Name of what it is, for messages.
    pub fn type_name(&self) -> &'static str {
        self.kind().name()
    }

    /// Puts another element in its place.
    #[inline(always)]
    pub fn set(&mut self, new: Self) {
        if self.is_plain() {
            // There is nothing to drop, and to find that out otherwise takes a call.
            std::mem::forget(std::mem::replace(self, new));
        } else {
            *self = new;
        }
    }

    /// Puts a copy of a value in its place.
    #[inline(always)]
    pub fn set_to(&mut self, value: &Value) {
        match value {
            // By their parts: what was written by parts just now, and is copied as a whole, waits until all of it is in memory.
            // So the compiler must not see that this is the same as a copy.
            Value::Long(number) => match self {
                Self::Fixed(Value::Long(before)) => *before = *number,
                _ => self.set(Self::Fixed(Value::Long(number.rotate_left(0)))),
            },
            Value::Boolean(truth) => self.set(Self::Fixed(Value::Boolean(u8::from(*truth) != 0))),
            Value::Undef => self.set(Self::UNDEF),
            _ => self.set_to_other(value),
        }
    }

    #[inline(never)]
    fn set_to_other(&mut self, value: &Value) {
        self.set(Self::Fixed(value.clone()));
    }

    /// Does it need no memory but its own?
    #[inline]
    const fn is_plain(&self) -> bool {
        matches!(
            self,
            Self::Fixed(Value::Undef | Value::Null | Value::Boolean(_) | Value::Long(_) | Value::Double(_))
        )
    }

    /// Is it `undef`?
    #[inline]
    pub const fn is_undef(&self) -> bool {
        matches!(self, Self::Fixed(Value::Undef))
    }

    /// Is it `null`?
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Fixed(Value::Null))
    }

    /// Is it a resource that cannot be changed?
    #[inline]
    pub const fn is_protected(&self) -> bool {
        matches!(self, Self::Fixed(Value::List(_) | Value::Dict(_)))
    }

    /// Are both the same resource, not only equal ones?
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Live(a), Self::Live(b)) => a.is_same(b),
            (Self::Fixed(Value::List(a)), Self::Fixed(Value::List(b))) => std::sync::Arc::ptr_eq(a, b),
            (Self::Fixed(Value::Dict(a)), Self::Fixed(Value::Dict(b))) => std::sync::Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// Where a resource is in memory, which tells it from all others while it exists; 0 if this is none.
    #[inline]
    pub fn address(&self) -> usize {
        match self {
            Self::Live(live) => live.address(),
            Self::Fixed(Value::List(items)) => std::sync::Arc::as_ptr(items).addr(),
            Self::Fixed(Value::Dict(entries)) => std::sync::Arc::as_ptr(entries).addr(),
            Self::Fixed(_) => 0,
        }
    }

    /// Number of elements of a resource.
    pub fn size(&self) -> Option<usize> {
        match self {
            Self::Fixed(Value::List(items)) => Some(items.len()),
            Self::Fixed(Value::Dict(entries)) => Some(entries.len()),
            Self::Fixed(_) => None,
            Self::Live(live) => Some(live.size()),
        }
    }

    /// May it be replaced by `new`?
    ///
    /// # Errors
    /// It is of another kind.
    pub fn check_replacement(&self, new: &Self) -> Result<(), ElemError> {
        if self.kind().replaceable_by(new.kind()) {
            Ok(())
        } else {
            Err(ElemError::Replace(self.type_name(), new.type_name()))
        }
    }
}

impl Clone for Elem {
    #[inline]
    fn clone(&self) -> Self {
        match self {
            Self::Fixed(value) => Self::Fixed(value.clone()),
            Self::Live(live) => Self::Live(live.clone()),
        }
    }

    #[inline(always)]
    fn clone_from(&mut self, other: &Self) {
        match other {
            Self::Fixed(value) => self.set_to(value),
            Self::Live(live) => self.set(Self::Live(live.clone())),
        }
    }
}

impl From<Value> for Elem {
    #[inline]
    fn from(value: Value) -> Self {
        Self::Fixed(value)
    }
}

#[cfg(test)]
mod tests;
