//! How a command goes over HTTP.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::command::Format;
use crate::error::ArgumentError;
use crate::values::Values;

/// One way of sending a command.
#[derive(Debug)]
pub struct Transport {
    /// GET reads, PUT adds, POST updates or runs, DELETE deletes.
    pub method: Method,
    /// The pattern, without the leading slash.
    pub path: &'static str,
    /// The pattern, component by component.
    pub segments: &'static [Segment],
    /// The option whose presence selects this transport.
    pub trigger: Option<&'static str>,
    /// What the client does with the answer in place of printing it.
    pub expect: Option<Expect>,
    /// What the client does before it sends the request.
    pub custom: Option<Custom>,
}

/// The HTTP methods that commands use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "they mean what they mean in HTTP")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
}

/// A component of a path pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// A fixed text; empty at the end of a pattern that ends in a slash.
    Word(&'static str),
    /// The value of an option, percent-encoded.
    Variable(&'static str),
}

/// What the client does with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// The answer is a command line to run.
    Command,
    /// The answer says where to clone a sandbox from.
    Sandbox,
}

/// What the client does before it sends a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Custom {
    /// Bundles the commits that the broker lacks and sends them as `bundle`.
    CreateBundle,
}

impl Method {
    /// The method of this name, in capitals as HTTP has it.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Get, Self::Put, Self::Post, Self::Delete]
            .into_iter()
            .find(|method| method.name() == name)
    }

    /// The name, in capitals.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }

    /// Whether the options go into the body as a form; else they go into the query.
    pub const fn has_form(self) -> bool {
        matches!(self, Self::Put | Self::Post)
    }
}

/// Everything but letters, digits and `_.-~` (RFC 3986 section 2.3), so that a `/` in a value stays in its component.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~');

impl Transport {
    /// The options that are part of the path.
    pub fn variables(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Variable(name) => Some(*name),
            Segment::Word(_) => None,
        })
    }

    /// The path for these values, with a leading slash and the suffix of the format.
    ///
    /// # Errors
    /// When a value of the path is missing.
    pub fn url_path(&self, values: &Values, format: Option<Format>) -> Result<String, ArgumentError> {
        let mut path = String::new();
        for segment in self.segments {
            path.push('/');
            match segment {
                Segment::Word(word) => path.push_str(word),
                Segment::Variable(name) => {
                    let text = values
                        .text(name)
                        .ok_or_else(|| ArgumentError::missing(&[format!("--{name}")]))?;
                    path.extend(utf8_percent_encode(text, COMPONENT));
                }
            }
        }
        // A value that ends like a format would be taken for one: the default, said aloud, protects it.
        let ambiguous = path
            .rsplit_once('.')
            .is_some_and(|(_, suffix)| Format::from_name(suffix).is_some());
        let format = format.filter(|_| self.expect.is_none());
        if let Some(format) = format.or_else(|| ambiguous.then_some(values.command.default_format)) {
            path.push('.');
            path.push_str(format.name());
        }
        Ok(path)
    }
}
