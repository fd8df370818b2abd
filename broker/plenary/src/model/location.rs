//! Places.

use std::fmt;

/// The kinds of location, from the widest to the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// Owner of everything.
    Organization,
    /// Region of operation; its full name is part of template names.
    Hub,
    /// Continent.
    Continent,
    /// Country.
    Country,
    /// Several buildings of one site, possibly spanning cities.
    Campus,
    /// City.
    City,
    /// Building.
    Building,
    /// Independent part of a building.
    Bunker,
    /// Room.
    Room,
    /// Rack.
    Rack,
    /// Desk.
    Desk,
}

impl PlaceKind {
    /// The word used in template names, profiles and commands.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Hub => "hub",
            Self::Continent => "continent",
            Self::Country => "country",
            Self::Campus => "campus",
            Self::City => "city",
            Self::Building => "building",
            Self::Bunker => "bunker",
            Self::Room => "room",
            Self::Rack => "rack",
            Self::Desk => "desk",
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Organization,
            Self::Hub,
            Self::Continent,
            Self::Country,
            Self::Campus,
            Self::City,
            Self::Building,
            Self::Bunker,
            Self::Room,
            Self::Rack,
            Self::Desk,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == name)
    }
}

impl fmt::Display for PlaceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One place of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Kind of place.
    pub kind: PlaceKind,
    /// Short name, unique for its kind.
    pub name: String,
    /// Full name; free text.
    pub fullname: String,
}

/// A location with everything it lies in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Location {
    /// From the organization down to the location itself.
    pub chain: Vec<Place>,
    /// Row of the rack, when the chain holds one.
    pub rack_row: Option<String>,
    /// Column of the rack, when the chain holds one.
    pub rack_column: Option<String>,
}

impl Location {
    /// The place of this kind in the chain.
    pub fn place(&self, kind: PlaceKind) -> Option<&Place> {
        self.chain.iter().find(|place| place.kind == kind)
    }

    /// Its short name.
    pub fn name(&self, kind: PlaceKind) -> Option<&str> {
        self.place(kind).map(|place| place.name.as_str())
    }

    /// `building.city.continent`, when all three are known: the form in which templates address a building.
    pub fn sysloc(&self) -> Option<String> {
        let parts = [PlaceKind::Building, PlaceKind::City, PlaceKind::Continent];
        let names: Option<Vec<&str>> = parts.into_iter().map(|kind| self.name(kind)).collect();
        names.map(|names| names.join("."))
    }
}
