//! Sets of characters: what a class of a pattern matches, and how it is written for the matcher.

use std::fmt::Write as _;

/// Which subjects a translation is for. Most subjects are ASCII, and patterns for them are much simpler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Subjects of ASCII characters, matched byte by byte.
    Ascii,
    /// Any subject, matched by code point.
    Unicode,
}

impl Target {
    /// The largest character that can occur.
    pub const fn last(self) -> u32 {
        match self {
            Self::Ascii => 0x7f,
            Self::Unicode => 0x10_ffff,
        }
    }
}

/// A set of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Set {
    /// Characters from the first to the second, both included.
    Range(u32, u32),
    /// A class of the matcher, such as `\p{L}`, that can stand in brackets.
    Named(&'static str),
    /// Likewise, made of a part of the pattern.
    Property(String),
    /// What is in one of them.
    Union(Vec<Set>),
    /// What is in both.
    And(Box<Set>, Box<Set>),
    /// What is not in it.
    Not(Box<Set>),
}

impl Set {
    /// A single character.
    pub const fn one(c: u32) -> Self {
        Self::Range(c, c)
    }

    /// Ranges of ASCII characters, each given by its two ends: `"09az"`.
    pub fn ascii(ranges: &str) -> Self {
        let ends: Vec<u32> = ranges.chars().map(u32::from).collect();
        Self::Union(
            ends.chunks_exact(2)
                .filter_map(|pair| Some(Self::Range(*pair.first()?, *pair.last()?)))
                .collect(),
        )
    }

    /// This set or the other.
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::Union(mut parts) => {
                parts.push(other);
                Self::Union(parts)
            }
            first => Self::Union(vec![first, other]),
        }
    }

    /// What is in this set and in the other.
    pub fn and(self, other: Self) -> Self {
        Self::And(Box::new(self), Box::new(other))
    }

    /// Everything else.
    pub fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// The set as an item of the pattern that matches one character.
    pub fn write(&self, target: Target) -> String {
        match self {
            Self::Not(inner) => match inner.items(target) {
                Some(items) if items.is_empty() => "(?s:.)".to_owned(),
                Some(items) => format!("[^{items}]"),
                None => format!("(?:(?!{})(?s:.))", inner.write(target)),
            },
            Self::And(a, b) => format!("(?:(?={}){})", a.write(target), b.write(target)),
            _ => match (self.items(target), self) {
                (Some(items), _) if items.is_empty() => "(?!)".to_owned(),
                (Some(items), _) => format!("[{items}]"),
                (None, Self::Union(parts)) => {
                    let parts: Vec<String> = parts.iter().map(|part| part.write(target)).collect();
                    format!("(?:{})", parts.join("|"))
                }
                (None, _) => "(?!)".to_owned(),
            },
        }
    }

    /// What stands between the brackets; `None` if brackets cannot express it.
    fn items(&self, target: Target) -> Option<String> {
        let mut out = String::new();
        self.add_items(target, &mut out)?;
        Some(out)
    }

    fn add_items(&self, target: Target, out: &mut String) -> Option<()> {
        match self {
            Self::Range(from, to) => {
                let to = (*to).min(target.last());
                if *from <= to {
                    let _ = write!(out, "\\x{{{from:x}}}");
                    if to > *from {
                        let _ = write!(out, "-\\x{{{to:x}}}");
                    }
                }
            }
            Self::Named(name) => out.push_str(name),
            Self::Property(name) => out.push_str(name),
            Self::Union(parts) => {
                for part in parts {
                    part.add_items(target, out)?;
                }
            }
            Self::And(..) | Self::Not(_) => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let digits = Set::ascii("09");
        assert_eq!(digits.write(Target::Ascii), r"[\x{30}-\x{39}]");
        assert_eq!(digits.clone().not().write(Target::Ascii), r"[^\x{30}-\x{39}]");
        assert_eq!(Set::one(0xe9).write(Target::Ascii), "(?!)");
        assert_eq!(Set::one(0xe9).not().write(Target::Ascii), "(?s:.)");
        assert_eq!(Set::Range(0x41, 0xe9).write(Target::Ascii), r"[\x{41}-\x{7f}]");
        let even = Set::ascii("00").or(Set::ascii("22"));
        assert_eq!(
            even.clone().and(digits).write(Target::Ascii),
            r"(?:(?=[\x{30}\x{32}])[\x{30}-\x{39}])"
        );
        assert_eq!(
            Set::ascii("aa").or(even.not()).write(Target::Ascii),
            r"(?:[\x{61}]|[^\x{30}\x{32}])"
        );
    }
}
