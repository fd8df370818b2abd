//! Features: site templates bound to personalities, hardware or interfaces.

use crate::pan::Pan;

/// What a feature can be bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeatureKind {
    /// The host as a whole.
    Host,
    /// A machine model.
    Hardware,
    /// Interfaces by model or name.
    Interface,
}

/// A feature.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature {
    /// What it is bound to.
    pub kind: FeatureKind,
    /// Name; may have several segments.
    pub name: String,
}

impl Feature {
    /// Directory of the feature's templates below the archetype, and its place in the profile below `/system`.
    pub fn directory(&self) -> String {
        match self.kind {
            FeatureKind::Host => format!("features/{}", self.name),
            FeatureKind::Hardware => format!("features/hardware/{}", self.name),
            FeatureKind::Interface => format!("features/interface/{}", self.name),
        }
    }
}

/// A parameter of a bound feature: the value set for the personality stage, or else the default.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureParameter {
    /// Feature it belongs to.
    pub feature: Feature,
    /// Path below the feature, with slashes.
    pub path: String,
    /// The value.
    pub value: Pan,
}
