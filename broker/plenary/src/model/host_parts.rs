//! The three templates that gather what applies to a host at each of its locations.

use super::{Location, Stage};

/// `host/<domain>/<name>/archetype/config`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostArchetype {
    /// Fully qualified name of the host.
    pub fqdn: String,
    /// Where its machine is.
    pub location: Location,
    /// Archetype.
    pub archetype: String,
    /// Host environment of the personality.
    pub environment: String,
}

/// `host/<domain>/<name>/eon_id/config`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostGrn {
    /// Fully qualified name of the host.
    pub fqdn: String,
    /// Where its machine is.
    pub location: Location,
    /// Owning GRN: of the host, or else of its personality.
    pub eon_id: i32,
    /// Host environment of the personality.
    pub environment: String,
}

/// `host/<domain>/<name>/personality/config`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPersonality {
    /// Fully qualified name of the host.
    pub fqdn: String,
    /// Where its machine is.
    pub location: Location,
    /// Personality.
    pub personality: String,
    /// Stage that the host is on.
    pub stage: Stage,
}
