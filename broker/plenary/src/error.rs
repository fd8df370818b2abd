//! What can go wrong between a model and its text.

use crate::name::NameError;
use crate::pan::PanError;

/// Why a plenary could not be produced.
#[derive(Debug, thiserror::Error)]
pub enum PlenaryError {
    /// The object lacks something its template cannot be written without, such as a binding to a required
    /// service. The broker removes the plenary and warns, or refuses the command (`make`, `change_status`).
    #[error("{subject} {reason}")]
    Incomplete {
        /// The object, as shown to people: "Host srv1.example.org".
        subject: String,
        /// What is missing and which command supplies it.
        reason: String,
    },
    /// A template name built from the model would not be accepted by the Pan compiler, or would leave the
    /// directory it belongs to.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A value or key has no representation in Pan.
    #[error(transparent)]
    Value(#[from] PanError),
    /// The template of this kind failed to render: a defect in `plenary-templates/`, never in the data.
    #[error("plenary template {template} cannot be rendered: {message}")]
    Template {
        /// File stem of the template.
        template: &'static str,
        /// The renderer's report, with its causes.
        message: String,
    },
}

impl PlenaryError {
    /// True when the object is merely unfinished, so that its old plenary has to go.
    pub fn is_incomplete(&self) -> bool {
        matches!(self, Self::Incomplete { .. })
    }
}
