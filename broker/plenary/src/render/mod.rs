//! From a model to its plenary.
//!
//! Each kind has a module here that names the template and prepares what the Tera template of that kind prints.
//! The layout is in `plenary-templates/`, the decisions (which gateway, which order) are here.

mod city;
mod disk;
mod entitlements;
mod gateway;
mod host_data;
mod host_interface;
mod host_object;
mod host_parts;
mod location;
mod machine;
mod network;
mod parameterised;
mod personality;
mod resources;

pub use machine::machine_name;

use serde::Serialize;

use crate::error::PlenaryError;
use crate::name::TemplateName;
use crate::plenary::{Home, Kind, Plenary, Subject};
use crate::templates;

/// A model that has a plenary.
pub trait Model {
    /// Pan template kind.
    const KIND: Kind;
    /// File stem of the Tera template.
    const TEMPLATE: &'static str;

    /// Template name.
    ///
    /// # Errors
    /// [`PlenaryError::Name`] when a part of it is not allowed in a template name.
    fn name(&self) -> Result<TemplateName, PlenaryError>;

    /// Directory in front of the name, reached through the LOADPATH.
    fn load_path(&self) -> Option<&str> {
        None
    }

    /// Shared, or of one branch.
    fn home(&self) -> Home {
        Home::Shared
    }

    /// The object described.
    ///
    /// # Errors
    /// [`PlenaryError::Name`] where the subject is known by the template's name and that is not allowed.
    fn subject(&self) -> Result<Subject, PlenaryError>;

    /// Values for the Tera template.
    ///
    /// # Errors
    /// [`PlenaryError::Incomplete`] when something mandatory is missing; [`PlenaryError::Value`] when a value has
    /// no form in Pan.
    fn view(&self) -> Result<impl Serialize, PlenaryError>;
}

/// Writes the plenary of a model: a pure function, the same bytes for the same model.
///
/// # Errors
/// Those of [`Model::name`] and [`Model::view`]; [`PlenaryError::Template`] if the Tera template is defective.
pub fn render<M: Model>(model: &M) -> Result<Plenary, PlenaryError> {
    let name = model.name()?;
    if let Some(directory) = model.load_path() {
        TemplateName::join([directory])?;
    }
    let view = model.view()?;
    let body = templates::render(M::TEMPLATE, &name, &view)?;
    Ok(Plenary {
        name,
        load_path: model.load_path().map(str::to_owned),
        kind: M::KIND,
        home: model.home(),
        subject: model.subject()?,
        body,
    })
}

/// Python's notion of a value that is not there: absent or empty.
fn given(text: Option<&String>) -> Option<&String> {
    text.filter(|text| !text.is_empty())
}
