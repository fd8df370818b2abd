//! The types of places.

use std::fmt;
use std::str::FromStr;

/// A type of place, from the widest to the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum LocationType {
    /// The root of a tree.
    Organization,
    /// A part of the organization that is run for itself; its full name is a step of machine template paths.
    Hub,
    /// A continent.
    Continent,
    /// A country.
    Country,
    /// Several buildings of a country.
    Campus,
    /// A city.
    City,
    /// A building.
    Building,
    /// A room of a building.
    Room,
    /// A part of a building or room that shares its networks.
    Bunker,
    /// A rack.
    Rack,
    /// A desk.
    Desk,
}

impl LocationType {
    /// All types, from the widest to the narrowest.
    pub const ALL: [Self; 11] = [
        Self::Organization,
        Self::Hub,
        Self::Continent,
        Self::Country,
        Self::Campus,
        Self::City,
        Self::Building,
        Self::Room,
        Self::Bunker,
        Self::Rack,
        Self::Desk,
    ];

    /// As stored, and as the options of commands are called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Hub => "hub",
            Self::Continent => "continent",
            Self::Country => "country",
            Self::Campus => "campus",
            Self::City => "city",
            Self::Building => "building",
            Self::Room => "room",
            Self::Bunker => "bunker",
            Self::Rack => "rack",
            Self::Desk => "desk",
        }
    }

    /// As people read it in messages.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Organization => "Organization",
            Self::Hub => "Hub",
            Self::Continent => "Continent",
            Self::Country => "Country",
            Self::Campus => "Campus",
            Self::City => "City",
            Self::Building => "Building",
            Self::Room => "Room",
            Self::Bunker => "Bunker",
            Self::Rack => "Rack",
            Self::Desk => "Desk",
        }
    }
}

impl fmt::Display for LocationType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// The text names no type of place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a type of location")]
pub struct UnknownLocationType(String);

impl FromStr for LocationType {
    type Err = UnknownLocationType;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| UnknownLocationType(text.to_owned()))
    }
}
