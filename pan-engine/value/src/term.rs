use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use crate::{EscapeError, Key, Value, escape};

/// One step of a path or one index of a variable: a key into a dict or an index into a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// Index into a list; negative ones count from the end.
    Index(i32),
    /// Key into a dict.
    Key(Key),
}

/// Why a text or a value is not a term.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TermError {
    /// The empty string.
    #[error("a key cannot be an empty string")]
    Empty,
    /// Digits only, with a zero in front.
    #[error("the index '{0}' has leading zeros")]
    LeadingZeros(String),
    /// Starts with a digit but is not a number that fits.
    #[error("the key '{0}' cannot begin with a digit")]
    BeginsWithDigit(String),
    /// Out of the range of list indexes.
    #[error("the index {0} is out of range (-2147483648 to 2147483647)")]
    OutOfRange(i64),
    /// Characters that keys cannot have.
    #[error("'{0}' is not a valid key")]
    Invalid(String),
    /// Neither string nor long.
    #[error("a key or index must be a string or a long, not {0}")]
    WrongType(&'static str),
    /// `{...}` with something that has no escape.
    #[error(transparent)]
    Escape(#[from] EscapeError),
}

impl Term {
    /// The term that this text is: digits (with a sign) are an index, `{...}` is escaped, everything else is a key
    /// of ASCII word characters, `+`, `-` and `.`.
    ///
    /// # Errors
    /// The text is neither.
    pub fn parse(text: &str) -> Result<Self, TermError> {
        Self::parse_with(text, &mut Key::new)
    }

    /// Like [`Term::parse`], with keys from elsewhere.
    pub(crate) fn parse_with(text: &str, key: &mut dyn FnMut(&str) -> Key) -> Result<Self, TermError> {
        match classify(text)? {
            Class::Index(index) => Ok(Self::Index(index)),
            Class::Key => Ok(Self::Key(key(text))),
            Class::Escaped(escaped) => Ok(Self::Key(key(&escaped))),
        }
    }

    /// Like [`Term::parse`], sharing the string instead of copying it.
    ///
    /// # Errors
    /// As [`Term::parse`].
    pub fn from_shared(text: &Arc<str>) -> Result<Self, TermError> {
        match classify(text)? {
            Class::Index(index) => Ok(Self::Index(index)),
            Class::Key => Ok(Self::Key(Key::from(Arc::clone(text)))),
            Class::Escaped(key) => Ok(Self::Key(Key::new(&key))),
        }
    }

    /// The term of a value used as an index.
    ///
    /// # Errors
    /// Neither string nor long, or not a legal one.
    pub fn from_value(value: &Value) -> Result<Self, TermError> {
        match value {
            Value::String(text) => Self::from_shared(text),
            Value::Long(index) => Self::from_long(*index),
            other => Err(TermError::WrongType(other.type_name())),
        }
    }

    /// The index, if it fits.
    ///
    /// # Errors
    /// Out of the 32-bit range.
    pub fn from_long(index: i64) -> Result<Self, TermError> {
        i32::try_from(index)
            .map(Self::Index)
            .map_err(|_| TermError::OutOfRange(index))
    }

    /// Is it a key?
    #[must_use]
    pub const fn is_key(&self) -> bool {
        matches!(self, Self::Key(_))
    }

    /// The key, if it is one.
    #[must_use]
    pub const fn as_key(&self) -> Option<&Key> {
        match self {
            Self::Key(key) => Some(key),
            Self::Index(_) => None,
        }
    }

    /// The term as a value: a string or a long.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Self::Index(index) => Value::Long(i64::from(*index)),
            Self::Key(key) => Value::String(key.shared()),
        }
    }
}

enum Class {
    Index(i32),
    Key,
    Escaped(String),
}

fn classify(text: &str) -> Result<Class, TermError> {
    if text.len() >= 2
        && let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
    {
        // An escaped text always starts with a letter or an underscore, so it is a key.
        return Ok(Class::Escaped(escape(inner)?));
    }
    let Some(&first) = text.as_bytes().first() else {
        return Err(TermError::Empty);
    };
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        if digits.len() > 1 && digits.starts_with('0') {
            return Err(TermError::LeadingZeros(text.to_owned()));
        }
        let index: i64 = text
            .parse()
            .map_err(|_| TermError::BeginsWithDigit(text.to_owned()))?;
        return i32::try_from(index)
            .map(Class::Index)
            .map_err(|_| TermError::OutOfRange(index));
    }
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    if word(first)
        && text
            .bytes()
            .skip(1)
            .all(|b| word(b) || matches!(b, b'+' | b'-' | b'.'))
    {
        Ok(Class::Key)
    } else {
        Err(TermError::Invalid(text.to_owned()))
    }
}

impl PartialOrd for Term {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Indexes before keys.
impl Ord for Term {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (self, other) {
            (Self::Index(a), Self::Index(b)) => a.cmp(b),
            (Self::Key(a), Self::Key(b)) => a.cmp(b),
            (Self::Index(_), Self::Key(_)) => std::cmp::Ordering::Less,
            (Self::Key(_), Self::Index(_)) => std::cmp::Ordering::Greater,
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(index) => write!(f, "{index}"),
            Self::Key(key) => f.write_str(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_indexes() {
        assert_eq!(Term::parse("12"), Ok(Term::Index(12)));
        assert_eq!(Term::parse("-1"), Ok(Term::Index(-1)));
        assert_eq!(Term::parse("0"), Ok(Term::Index(0)));
        assert_eq!(Term::parse("a+b-c.d"), Ok(Term::Key("a+b-c.d".into())));
        assert_eq!(Term::parse("1a"), Ok(Term::Key("1a".into())));
        assert_eq!(Term::parse("{a/b}"), Ok(Term::Key("a_2fb".into())));
        assert_eq!(Term::parse("{}"), Ok(Term::Key("_".into())));
    }

    #[test]
    fn refusals() {
        assert_eq!(Term::parse(""), Err(TermError::Empty));
        assert_eq!(Term::parse("01"), Err(TermError::LeadingZeros("01".into())));
        assert_eq!(
            Term::parse("2147483648"),
            Err(TermError::OutOfRange(2_147_483_648))
        );
        assert_eq!(
            Term::parse("99999999999999999999"),
            Err(TermError::BeginsWithDigit("99999999999999999999".into()))
        );
        assert_eq!(Term::parse("a b"), Err(TermError::Invalid("a b".into())));
        assert_eq!(Term::parse("+a"), Err(TermError::Invalid("+a".into())));
        assert_eq!(
            Term::from_value(&Value::Boolean(true)),
            Err(TermError::WrongType("boolean"))
        );
    }
}
