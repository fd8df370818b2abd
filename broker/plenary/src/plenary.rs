//! A generated template.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::name::TemplateName;

/// The Pan template kind, the first word of the header line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Compiled into a profile.
    Object,
    /// Data taken by `create()`.
    Structure,
    /// Included at most once per object.
    Unique,
}

impl Kind {
    /// The keyword of the language.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Structure => "structure",
            Self::Unique => "unique",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a plenary lives: object templates belong to one branch, everything else is shared by all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// The plenary directory, visible from every branch.
    Shared,
    /// The object templates of the named branch.
    Branch(String),
}

/// What a plenary describes. One object may own several plenaries.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A host, by fully qualified name.
    Host(String),
    /// A machine, by label.
    Machine(String),
    /// One stage of a personality.
    Personality {
        /// Archetype of the personality.
        archetype: String,
        /// Name of the personality.
        personality: String,
        /// `current`, `next` or `previous`.
        stage: String,
    },
    /// A personality, archetype or GRN at a location, by the name of its template.
    Parameterised(TemplateName),
    /// A network, by environment and address.
    Network {
        /// Network environment.
        environment: String,
        /// Network address.
        address: String,
    },
    /// A city, by name.
    City(String),
}

impl Subject {
    /// Lower-case word for the kind of object, as stored beside the plenary.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Host(_) => "host",
            Self::Machine(_) => "machine",
            Self::Personality { .. } => "personality",
            Self::Parameterised(_) => "parameterised",
            Self::Network { .. } => "network",
            Self::City(_) => "city",
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(name) | Self::Machine(name) | Self::City(name) => f.write_str(name),
            Self::Personality {
                archetype,
                personality,
                stage,
            } => {
                write!(f, "{archetype}/{personality}@{stage}")
            }
            Self::Parameterised(name) => write!(f, "{name}"),
            Self::Network { environment, address } => write!(f, "{environment}/{address}"),
        }
    }
}

/// A generated template, complete with its header line and a final newline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plenary {
    /// The name in the header, which is what other templates include.
    pub name: TemplateName,
    /// Directory in front of the name that a profile reaches through its LOADPATH: the archetype, for
    /// personality templates.
    pub load_path: Option<String>,
    /// Pan template kind.
    pub kind: Kind,
    /// Shared, or of one branch.
    pub home: Home,
    /// The object described.
    pub subject: Subject,
    /// Complete source text.
    pub body: String,
}

impl Plenary {
    /// Path of the template below its directory, without extension; the name under which a compile finds it.
    pub fn path(&self) -> String {
        path_of(self.load_path.as_deref(), &self.name)
    }

    /// SHA-256 of the text. Equal hashes mean that nothing has to be written or compiled again.
    pub fn content_hash(&self) -> [u8; 32] {
        Sha256::digest(self.body.as_bytes()).into()
    }
}

/// See [`Plenary::path`]; for names known without a text, as when something is removed.
pub fn path_of(load_path: Option<&str>, name: &TemplateName) -> String {
    match load_path {
        Some(directory) => format!("{directory}/{name}"),
        None => name.as_str().to_owned(),
    }
}
