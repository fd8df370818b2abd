use std::fmt;

use thiserror::Error;

use crate::decode_long;

/// The `(min..max)` of a type: of a number its value, of a string, list or dict its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    min: i64,
    max: i64,
}

/// Why a range is not one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RangeError {
    /// The bound is not a 64-bit integer.
    #[error("the range bound '{0}' is not a valid long")]
    Bound(String),
    /// Nothing can be in it.
    #[error("the minimum of the range ({0}) is larger than its maximum ({1})")]
    Empty(i64, i64),
}

impl Range {
    /// A range from the text of its bounds. A missing minimum is 0 (also for numbers), a missing maximum the largest
    /// long.
    ///
    /// # Errors
    /// A bound is not a long or the minimum is larger than the maximum.
    pub fn parse(min: Option<&str>, max: Option<&str>) -> Result<Self, RangeError> {
        let bound = |text: &str| decode_long(text).ok_or_else(|| RangeError::Bound(text.to_owned()));
        let min = min.map_or(Ok(0), bound)?;
        let max = max.map_or(Ok(i64::MAX), bound)?;
        Self::new(min, max)
    }

    /// A range from its bounds, both included.
    ///
    /// # Errors
    /// The minimum is larger than the maximum.
    pub const fn new(min: i64, max: i64) -> Result<Self, RangeError> {
        if min > max {
            Err(RangeError::Empty(min, max))
        } else {
            Ok(Self { min, max })
        }
    }

    /// Is the long in it?
    #[must_use]
    pub const fn contains(self, value: i64) -> bool {
        value >= self.min && value <= self.max
    }

    /// Is the double in it?
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "the reference compares bounds as doubles"
    )]
    pub fn contains_double(self, value: f64) -> bool {
        value >= self.min as f64 && value <= self.max as f64
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..", self.min)?;
        if self.max == i64::MAX {
            Ok(())
        } else {
            write!(f, "{}", self.max)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        let range = Range::parse(None, Some("3")).unwrap();
        assert!(range.contains(0) && range.contains(3) && !range.contains(-1));
        assert_eq!(Range::parse(Some("0x10"), None).unwrap().to_string(), "16..");
        assert_eq!(Range::parse(Some("4"), Some("3")), Err(RangeError::Empty(4, 3)));
        assert!(
            range.contains_double(2.5) && !range.contains_double(3.1) && !range.contains_double(f64::NAN)
        );
    }
}
