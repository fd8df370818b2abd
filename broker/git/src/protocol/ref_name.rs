//! Names of refs.

use std::fmt;
use std::str::FromStr;

use super::error::ProtocolError;

const LONGEST: usize = 512;

/// A name that Git allows for a ref: `HEAD`, `refs/heads/mine`. It says nothing about whether there is such a ref.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RefName(String);

impl RefName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RefName {
    type Err = ProtocolError;

    fn from_str(name: &str) -> Result<Self, ProtocolError> {
        if name.len() <= LONGEST && git2::Reference::is_valid_name(name) {
            Ok(Self(name.to_owned()))
        } else {
            Err(ProtocolError::RefName(name.chars().take(100).collect()))
        }
    }
}

impl fmt::Display for RefName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
