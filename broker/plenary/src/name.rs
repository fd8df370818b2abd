//! Template names: what the Pan compiler accepts, and nothing that leaves a directory.

use std::fmt;
use std::ops::Deref;

use serde::{Serialize, Serializer};

/// A name that cannot be a template name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A segment between slashes is empty.
    #[error("template name '{0}' has an empty segment")]
    Empty(String),
    /// A segment starts with a period: hidden files, `.` and `..` are all refused.
    #[error("template name '{0}' has a segment that starts with a period")]
    Hidden(String),
    /// A character outside letters, digits, `_`, `-`, `+` and `.`.
    #[error("template name '{name}' holds the character {character:?}, which Pan does not allow there")]
    Character {
        /// The whole name.
        name: String,
        /// The first offending character.
        character: char,
    },
}

/// The name of a template: ASCII letters, digits, `_-+.` in segments separated by `/`, none empty, none starting
/// with a period. Such a name is always a relative path below the directory it is put in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemplateName(String);

impl TemplateName {
    /// Checks a complete name.
    ///
    /// # Errors
    /// [`NameError`] naming the rule that is broken.
    pub fn new(name: impl Into<String>) -> Result<Self, NameError> {
        let name = name.into();
        for segment in name.split('/') {
            check_segment(segment, &name)?;
        }
        Ok(Self(name))
    }

    /// Joins segments by `/`. A segment that itself holds a slash is refused, so that a value from the
    /// database can never add a directory level.
    ///
    /// # Errors
    /// [`NameError`] naming the rule that is broken.
    pub fn join<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> Result<Self, NameError> {
        let segments: Vec<S> = segments.into_iter().collect();
        let name = segments
            .iter()
            .map(AsRef::as_ref)
            .collect::<Vec<&str>>()
            .join("/");
        if name.is_empty() {
            return Err(NameError::Empty(name));
        }
        for segment in &segments {
            check_segment(segment.as_ref(), &name)?;
        }
        Ok(Self(name))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The owned text.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// First segments of the plenaries that all branches share. An archetype of such a name would mix its templates
/// with them, so these names are refused for archetypes.
pub const SHARED_DIRECTORIES: [&str; 17] = [
    "archetype",
    "cluster",
    "clusterdata",
    "clusters",
    "eon_id",
    "host",
    "hostdata",
    "machine",
    "network",
    "network_device",
    "personality",
    "resource",
    "service",
    "servicedata",
    "site",
    "switchdata",
    "virtualswitchdata",
];

/// A free text as one segment: lower case, and `_` for every character that Pan does not allow in a name. The
/// full names of hubs are free text ("North America"), yet they are part of the names of machine and city
/// plenaries.
pub fn segment_of(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut out: String = lower.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    if out.is_empty() || out.starts_with('.') {
        out.insert(0, '_');
    }
    out
}

fn check_segment(segment: &str, name: &str) -> Result<(), NameError> {
    if let Some(character) = segment.chars().find(|&c| !allowed(c)) {
        return Err(NameError::Character {
            name: name.to_owned(),
            character,
        });
    }
    if segment.is_empty() {
        return Err(NameError::Empty(name.to_owned()));
    }
    if segment.starts_with('.') {
        return Err(NameError::Hidden(name.to_owned()));
    }
    Ok(())
}

fn allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '.')
}

impl Deref for TemplateName {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TemplateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for TemplateName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
