use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use crate::{Key, Term, TermError, escape};

/// Where a path starts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PathKind {
    /// At the root of the structure being created.
    Relative,
    /// At the root of this object.
    Absolute,
    /// At the root of the named object.
    External(Key),
}

/// A path to an element: `/a/b/0`, `b/c`, `host.example.org:/a/b`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    kind: PathKind,
    terms: Arc<[Term]>,
}

/// Why a text is not a path.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PathError {
    /// Braces that do not match or are nested.
    #[error("the braces in the path '{0}' do not match or are nested")]
    Braces(String),
    /// The object name before `:` is not a template name.
    #[error("'{0}' before ':' is not a valid object name")]
    Authority(String),
    /// A relative path without terms.
    #[error("a relative path must have at least one term")]
    MissingTerm,
    /// The first term is an index.
    #[error("the first term of a path must be a key, not an index")]
    FirstTermIsIndex,
    /// A term is not one.
    #[error(transparent)]
    Term(#[from] TermError),
}

impl Path {
    /// The path that this text is. Any `:` makes it external; `{...}` anywhere is escaped.
    ///
    /// # Errors
    /// The text is not a path.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        Self::parse_with(text, false, &mut Key::new)
    }

    /// Like [`Path::parse`] for a path under a prefix, where a relative one may start with an index.
    ///
    /// # Errors
    /// As [`Path::parse`].
    pub fn parse_under_prefix(text: &str) -> Result<Self, PathError> {
        Self::parse_with(text, true, &mut Key::new)
    }

    /// Like [`Path::parse`], or with `index_may_lead` [`Path::parse_under_prefix`], with keys from elsewhere: those that are made
    /// once for a text are quickly compared.
    ///
    /// # Errors
    /// As [`Path::parse`].
    pub fn parse_with(
        text: &str,
        index_may_lead: bool,
        key: &mut dyn FnMut(&str) -> Key,
    ) -> Result<Self, PathError> {
        // Most paths have neither braces nor an object.
        let plain = !text.bytes().any(|byte| matches!(byte, b'{' | b'}' | b':'));
        let text = if plain { text.into() } else { expand_braces(text)? };
        let (kind, rest) = if plain {
            match text.strip_prefix('/') {
                Some(rest) => (PathKind::Absolute, rest),
                None => (PathKind::Relative, &*text),
            }
        } else if let Some((object, rest)) = text.split_once(':') {
            if !is_template_name(object) {
                return Err(PathError::Authority(object.to_owned()));
            }
            (
                PathKind::External(key(object)),
                rest.strip_prefix('/').unwrap_or(rest),
            )
        } else if let Some(rest) = text.strip_prefix('/') {
            (PathKind::Absolute, rest)
        } else {
            (PathKind::Relative, &*text)
        };
        // Trailing slashes are dropped, as Java's split drops empty strings at the end.
        let rest = rest.trim_end_matches('/');
        let terms: Vec<Term> = if rest.is_empty() {
            Vec::new()
        } else {
            rest.split('/')
                .map(|term| Term::parse_with(term, key))
                .collect::<Result<_, _>>()?
        };
        match terms.first() {
            None if kind == PathKind::Relative => return Err(PathError::MissingTerm),
            Some(Term::Index(_)) if !(index_may_lead && kind == PathKind::Relative) => {
                return Err(PathError::FirstTermIsIndex);
            }
            _ => {}
        }
        Ok(Self {
            kind,
            terms: terms.into(),
        })
    }

    /// The absolute path of these terms.
    #[must_use]
    pub fn absolute(terms: Vec<Term>) -> Self {
        Self {
            kind: PathKind::Absolute,
            terms: terms.into(),
        }
    }

    /// This path with the terms of a relative one behind it; the other path itself if it is not relative.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        if other.kind == PathKind::Relative {
            Self {
                kind: self.kind.clone(),
                terms: self.terms.iter().chain(other.terms.iter()).cloned().collect(),
            }
        } else {
            other.clone()
        }
    }

    /// Where it starts.
    #[must_use]
    pub const fn kind(&self) -> &PathKind {
        &self.kind
    }

    /// Its terms.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Does it start at the root of this object?
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        self.kind == PathKind::Absolute
    }

    /// Does it start at the structure being created?
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.kind == PathKind::Relative
    }

    /// Does it name an object?
    #[must_use]
    pub const fn is_external(&self) -> bool {
        matches!(self.kind, PathKind::External(_))
    }
}

/// Is this a legal template (and so object) name? Terms of word characters, `.`, `+`, `-`, separated by single
/// slashes, none starting with a period. (Trailing slashes are let through, as the reference does.)
#[must_use]
pub fn is_template_name(name: &str) -> bool {
    let legal = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'/' | b'+' | b'-');
    let trimmed = name.trim_end_matches('/');
    !name.is_empty()
        && name.bytes().all(legal)
        && (trimmed.is_empty()
            || trimmed
                .split('/')
                .all(|term| !term.is_empty() && !term.starts_with('.')))
}

fn expand_braces(text: &str) -> Result<std::borrow::Cow<'_, str>, PathError> {
    let broken = || PathError::Braces(text.to_owned());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('{') {
        let (inside, after) = inside.split_once('}').ok_or_else(broken)?;
        if before.contains('}') || inside.contains('{') {
            return Err(broken());
        }
        out.push_str(before);
        out.push_str(&escape(inside).map_err(TermError::from)?);
        rest = after;
    }
    if rest.contains('}') {
        return Err(broken());
    }
    out.push_str(rest);
    Ok(out.into())
}

impl PartialOrd for Path {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The order in which bindings are validated: longest path first, then by term.
impl Ord for Path {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |kind: &PathKind| match kind {
            PathKind::Relative => 0,
            PathKind::Absolute => 1,
            PathKind::External(_) => 2,
        };
        rank(&self.kind)
            .cmp(&rank(&other.kind))
            .then_with(|| other.terms.len().cmp(&self.terms.len()))
            .then_with(|| self.terms.cmp(&other.terms))
            .then_with(|| match (&self.kind, &other.kind) {
                (PathKind::External(a), PathKind::External(b)) => a.cmp(b),
                _ => Ordering::Equal,
            })
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            PathKind::Relative => {}
            PathKind::Absolute => f.write_str("/")?,
            PathKind::External(object) => write!(f, "{object}:/")?,
        }
        for (i, term) in self.terms.iter().enumerate() {
            let separator = if i == 0 { "" } else { "/" };
            write!(f, "{separator}{term}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, printed: &str) {
        assert_eq!(
            Path::parse(text).map(|path| path.to_string()),
            Ok(printed.to_owned()),
            "{text}"
        );
    }

    #[test]
    fn forms() {
        check("/", "/");
        check("/a/b/0", "/a/b/0");
        check("a/b/", "a/b");
        check("host.example.org:/a", "host.example.org:/a");
        check("host:a/b", "host:/a/b");
        check("/a/{b/c}/d", "/a/b_2fc/d");
        check("/a/x{/}y", "/a/x_2fy");
    }

    #[test]
    fn refusals() {
        assert_eq!(Path::parse(""), Err(PathError::MissingTerm));
        assert_eq!(Path::parse("/0/a"), Err(PathError::FirstTermIsIndex));
        assert_eq!(Path::parse("0/a"), Err(PathError::FirstTermIsIndex));
        assert!(Path::parse_under_prefix("0/a").is_ok());
        assert_eq!(Path::parse("/a//b"), Err(PathError::Term(TermError::Empty)));
        assert_eq!(Path::parse("/a{b"), Err(PathError::Braces("/a{b".into())));
        assert_eq!(Path::parse("/a{{b}}"), Err(PathError::Braces("/a{{b}}".into())));
        assert_eq!(Path::parse(":/a"), Err(PathError::Authority(String::new())));
    }

    #[test]
    fn longest_path_first() {
        let mut paths: Vec<Path> = ["/b", "/a/b", "/", "/a"]
            .iter()
            .map(|p| Path::parse(p).unwrap())
            .collect();
        paths.sort();
        let sorted: Vec<String> = paths.iter().map(ToString::to_string).collect();
        assert_eq!(sorted, ["/a/b", "/a", "/b", "/"]);
    }

    #[test]
    fn template_names() {
        assert!(is_template_name("a/b-c/d.e"));
        assert!(!is_template_name("a//b"));
        assert!(!is_template_name(".a"));
        assert!(!is_template_name("a b"));
        assert!(!is_template_name(""));
    }
}
