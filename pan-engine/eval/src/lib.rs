//! Evaluation of Pan templates: include, assign, bind, fill defaults in, validate.
//!
//! Sources come from a [`world::World`]; lowering turns them into a compiled [`ir::Template`]; the evaluator runs it for one
//! object and gives an [`outcome::Outcome`].

mod ahead;
mod batch;
pub mod builtin;
pub mod cache;
pub mod cancellation;
pub mod deps;
mod elem;
pub mod engine;
#[cfg(test)]
mod engine_tests;
mod eval;
mod finals;
pub mod fold;
pub mod ir;
mod job;
pub mod limits;
mod lower;
pub mod ops;
pub mod options;
pub mod outcome;
mod phases;
pub mod progress;
mod session;
mod sharing;
pub mod substitution;
mod templates;
#[cfg(test)]
mod testing;
pub mod timing;
mod types;
mod validate;
pub mod what_if;
pub mod world;

pub use cancellation::Cancellation;
pub use deps::{FileRead, NameSet, Names, Reads, TemplateRead};
pub use engine::{Checked, Engine};
pub use limits::{Limit, Limits};
pub use lower::constant;
pub use options::{DebugFilter, Options, Warnings};
pub use outcome::{Message, MessageKind, Outcome, Profile};
pub use progress::{Progress, ProgressObserver};
pub use session::with_large_stack;
pub use what_if::Comparison;
pub use world::{
    Changes, ContentHash, FileSource, Found, Overlay, SourceKind, TemplateSource, World, WorldError,
};
