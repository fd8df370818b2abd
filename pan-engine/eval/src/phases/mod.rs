//! The phases of an object: build, fill defaults in, validate.

mod build;
mod defaults;
mod report;
pub mod trace;
mod undefined;
mod valid;

use std::collections::BTreeMap;
use std::sync::Arc;

use pan_diagnostics::Diagnostic;
use pan_value::{Path, Value};

pub use build::build;
pub use valid::validate;

use crate::deps::Reads;
use crate::eval::{FinishedGlobals, FunctionDefinition};
use crate::ir::Template;
use crate::outcome::Message;
use crate::sharing::{Followed, Layered, Unfinished};
use crate::types::{Binding, TypeTable};

/// An object that is built, with what validating it needs.
#[derive(Debug)]
pub struct Built {
    /// The tree, defaults filled in.
    pub root: Value,
    pub(crate) types: Arc<TypeTable>,
    pub(crate) bindings: Arc<BTreeMap<Path, Vec<Binding>>>,
    pub(crate) functions: Arc<Layered<Arc<FunctionDefinition>>>,
    pub(crate) globals: FinishedGlobals,
    pub(crate) loaded: Arc<Layered<Arc<Template>>>,
    pub(crate) load_path: Arc<[Arc<str>]>,
    pub(crate) reads: Arc<Reads>,
    pub(crate) messages: Vec<Message>,
    /// The object that was followed.
    pub(crate) followed: Option<Followed>,
    /// What others can follow when it is valid.
    pub(crate) trace: Unfinished,
}

/// An object that cannot be built.
#[derive(Debug)]
pub struct Failure {
    /// Why.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read until then.
    pub reads: Arc<Reads>,
    /// What was printed until then.
    pub messages: Vec<Message>,
}

/// How the validation of an object ended.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What does not fit; nothing if it is valid.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read, building it included.
    pub reads: Arc<Reads>,
    /// What was printed, building it included.
    pub messages: Vec<Message>,
}
