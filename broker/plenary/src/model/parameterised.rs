//! What a personality, an archetype or a GRN adds to the hosts at one location.

use super::{Entitlement, PlaceKind, Resource};

/// A personality at a location: `personality/<name>/<kind>/<place>/config`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterisedPersonality {
    /// Name of the personality.
    pub personality: String,
    /// Kind of the location.
    pub place_kind: PlaceKind,
    /// Name of the location.
    pub place: String,
    /// Entitlements granted there.
    pub entitlements: Vec<Entitlement>,
    /// Resources attached there.
    pub resources: Vec<Resource>,
}

/// An archetype in an environment at a location: `archetype/<name>/<environment>/<kind>/<place>/config`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterisedArchetype {
    /// Name of the archetype.
    pub archetype: String,
    /// Host environment.
    pub environment: String,
    /// Kind of the location.
    pub place_kind: PlaceKind,
    /// Name of the location.
    pub place: String,
    /// Entitlements granted there.
    pub entitlements: Vec<Entitlement>,
    /// Resources attached there.
    pub resources: Vec<Resource>,
}

/// A GRN in an environment at a location: `eon_id/<number>/<environment>/<kind>/<place>/config`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterisedGrn {
    /// Number of the GRN.
    pub eon_id: i32,
    /// Host environment.
    pub environment: String,
    /// Kind of the location.
    pub place_kind: PlaceKind,
    /// Name of the location.
    pub place: String,
    /// Entitlements granted there.
    pub entitlements: Vec<Entitlement>,
    /// Resources attached there.
    pub resources: Vec<Resource>,
}
