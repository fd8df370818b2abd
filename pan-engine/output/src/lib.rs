//! Output formats of compiled profiles, byte for byte those of the reference compiler.
//!
//! A profile is the root [`Value`](pan_value::Value) of an object and the list of everything its compilation read.
//! [`render`] writes either in one of the [`Format`]s. Nothing here touches a file: front ends decide where bytes go.

mod base64_lines;
mod dep;
mod dot;
mod escape;
mod format;
mod gzip;
mod json;
mod text;
mod uri;
mod xml;

pub use base64_lines::encode as base64_with_lines;
pub use dep::{Dependency, DependencyKind, dependency_text};
pub use format::{Format, Profile, RenderError, render, render_for, render_within};
pub use json::{JsonError, write as to_json, write_within as to_json_within};
pub use uri::{directory_uri, root_directory};
