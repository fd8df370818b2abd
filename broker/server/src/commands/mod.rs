//! One file per command, `<area>/<command>.rs`, found by `build.rs`, which generates the modules and the dispatch table.
//!
//! A command's file holds a doc comment, `struct Args` (the catalogue's options as typed fields) and
//! `async fn run(cx: &mut Cx, args: Args) -> Result<Answer>`: the logic and nothing else. Permission, transaction,
//! plenaries, audit, export and rendering are done around it by [`crate::command::execute`].

use std::future::Future;
use std::pin::Pin;

use aq_catalogue::Values;
use serde::de::DeserializeOwned;

use crate::command::Cx;
use crate::error::{CommandError, Result};
use crate::format::Answer;

/// What a command's `run` returns once it is boxed for the table.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<Answer>> + Send + 'a>>;

/// A command of the catalogue and the function that does it.
pub struct Entry {
    /// Name in the catalogue.
    pub name: &'static str,
    /// Calls the command's `run` with its typed arguments.
    pub run: for<'a> fn(&'a mut Cx, &'a Values) -> Running<'a>,
}

/// The checked values as the command's `Args`.
fn args<T: DeserializeOwned>(values: &Values) -> Result<T> {
    // The catalogue has checked every value: a mismatch is a defect of the command's file.
    values
        .to_args()
        .map_err(|e| CommandError::internal(format!("arguments do not fit the command's Args: {e}")))
}

include!(concat!(env!("OUT_DIR"), "/commands.rs"));

/// The table entry of a command; the build makes sure that every command of the catalogue has one.
pub fn find(name: &str) -> Option<&'static Entry> {
    ENTRIES
        .binary_search_by(|e| e.name.cmp(name))
        .ok()
        .and_then(|i| ENTRIES.get(i))
}
