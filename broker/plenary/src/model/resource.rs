//! Resources held by an object.

use crate::name::TemplateName;

/// A reference to the plenary of a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resource {
    /// Type: `filesystem`, `hostlink`, ...
    pub resource_type: String,
    /// Name of the resource, by which the references are ordered.
    pub name: String,
    /// Its structure template.
    pub template: TemplateName,
}
