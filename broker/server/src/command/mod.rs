//! The life of a command: look-up, checks, permission, one transaction, plenaries, compilation, audit, export.

mod change;
mod context;
mod execute;
mod gate;
pub mod moment;
mod preview;
mod settle;
pub mod text;

pub use change::{Change, Work, change, refuse};
pub use context::{Caller, Cx};
pub use execute::{Call, execute, known_caller};

/// What nearly every command's file uses.
pub mod prelude {
    pub use super::Cx;
    pub use crate::error::{CommandError, Result};
    pub use crate::format::Answer;
    pub use crate::plenary::Subject;
    pub use serde::Deserialize;
}
