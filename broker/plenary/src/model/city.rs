//! Cities.

/// A city: unique template `site/<hub>/<city>/config`, which sets the time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct City {
    /// Short name.
    pub name: String,
    /// Full name of the hub.
    pub hub_fullname: String,
    /// Time zone; cities without one get a `null`.
    pub timezone: Option<String>,
}
