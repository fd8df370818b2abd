//! Diagnostics of the Pan engine: what went wrong, where, and what to do.
//!
//! This crate owns the [`Diagnostic`] type, the stable [`Code`]s and the renderers. It knows nothing of the language: the
//! syntax, evaluation and output crates build diagnostics, front ends choose a [renderer](render). A diagnostic carries its
//! [`Source`]s with it, so it can be rendered on another thread or long after the compilation that made it.

mod class;
mod code;
pub mod codes;
mod diagnostic;
pub mod render;
mod similar;
mod source;
mod span;

pub use class::{Class, Severity};
pub use code::Code;
pub use diagnostic::{Diagnostic, Frame, FrameKind, Label, Rule};
pub use similar::{closest, did_you_mean};
pub use source::{LineColumn, Location, Source};
pub use span::Span;
