//! Plenary templates: the Pan source that the broker generates from its database.
//!
//! A plenary is a pure function of a [`model`]: plain facts in, the same bytes out. [`render`] writes it. Nothing
//! here reads a database or a file; the caller gathers the facts in one snapshot, stores the text and exports it.
//!
//! * The layout of each kind is a Tera template in `plenary-templates/`, embedded at build time.
//! * Every value goes through the `pan` filter ([`pan`]), which writes any string so that it evaluates back to
//!   itself; names of path elements go through `pan_key`, template names are checked ([`name`]).
//! * [`diff`] compares two sets of plenaries for `--preview`.

pub mod diff;
mod error;
mod filters;
pub mod model;
pub mod name;
pub mod pan;
mod plenary;
mod render;
mod templates;

pub use error::PlenaryError;
pub use name::TemplateName;
pub use plenary::{Home, Kind, Plenary, Subject, path_of};
pub use render::{Model, machine_name, render};
