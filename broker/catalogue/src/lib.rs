//! The command catalogue: the one description of every command, as static tables.
//!
//! `commands/*.toml` is turned into tables by the build script. Client parsing, completion, manual pages, the
//! broker's routing and argument checks, the OpenAPI document and the command reference are all derived from them. A
//! command that is not here does not exist. `README.md` beside this crate describes the format of the files.
//!
//! The way of a request: [`route`] finds command and transport of a URL, [`Match::arguments`] brings its path, query
//! and form together, [`check`] makes [`Values`] of them, and [`Values::to_args`] a command's own struct.

mod args;
mod check;
mod command;
mod convert;
mod error;
mod group;
mod kind;
mod mac;
mod markdown;
mod nearest;
mod openapi;
mod option;
mod reconstruct;
mod route;
mod rules;
mod sections;
#[cfg(test)]
mod shapes;
mod tables;
#[cfg(test)]
mod tests;
mod transport;
mod value;
mod values;

pub use args::ArgsError;
pub use check::{Globals, check};
pub use command::{Access, Area, CloneUse, Command, Format};
pub use error::{ArgumentError, ErrorKind};
pub use group::{Fields, Group, Member};
pub use kind::{Kind, kind};
pub use mac::normalise as normalise_mac;
pub use markdown::{reference_index, reference_markdown};
pub use nearest::nearest;
pub use openapi::openapi;
pub use option::{Opt, OptType};
pub use reconstruct::audit_line;
pub use route::{Match, methods, route};
pub use sections::{Section, explanation, sections};
pub use tables::{AREAS, COMMANDS, KINDS};
pub use transport::{Custom, Expect, Method, Segment, Transport};
pub use value::Value;
pub use values::Values;

/// The command of this name (words joined by underscores).
pub fn command(name: &str) -> Option<&'static Command> {
    command::find(COMMANDS, name)
}
