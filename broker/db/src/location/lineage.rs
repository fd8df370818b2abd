//! A place together with everything that it stands in.

use super::{Location, LocationType};

/// From the organization down to the place itself. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    above: Vec<Location>,
    own: Location,
}

impl Lineage {
    /// From rows with the widest first; `None` when there are none.
    pub(super) fn new(mut rows: Vec<Location>) -> Option<Self> {
        let own = rows.pop()?;
        Some(Self { above: rows, own })
    }

    /// The place itself.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.own
    }

    /// What it stands in, the widest first.
    #[must_use]
    pub fn ancestors(&self) -> &[Location] {
        &self.above
    }

    /// From the organization down to the place itself.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Location> {
        self.above.iter().chain(std::iter::once(&self.own))
    }

    /// The place of a type in the line, the place itself included.
    #[must_use]
    pub fn of(&self, kind: LocationType) -> Option<&Location> {
        self.iter().find(|location| location.location_type == kind)
    }

    /// The site code `building.city.continent`, where all three are known.
    #[must_use]
    pub fn sysloc(&self) -> Option<String> {
        let name = |kind| self.of(kind).map(|location| location.name.as_str());
        Some(format!(
            "{}.{}.{}",
            name(LocationType::Building)?,
            name(LocationType::City)?,
            name(LocationType::Continent)?
        ))
    }

    /// The default DNS domain that holds here: that of the narrowest place which has one.
    #[must_use]
    pub fn default_dns_domain_id(&self) -> Option<i64> {
        self.iter()
            .rev()
            .find_map(|location| location.default_dns_domain_id)
    }
}
