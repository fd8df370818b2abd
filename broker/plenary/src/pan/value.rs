//! The value type.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Serialize, Serializer};

use super::PanError;

/// Unit constants defined by the site's `pan/units` template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Megabytes.
    Mb,
    /// Gigabytes.
    Gb,
}

impl Unit {
    /// Name of the variable that `pan/units` defines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mb => "MB",
            Self::Gb => "GB",
        }
    }
}

/// A value in a plenary.
#[derive(Debug, Clone, PartialEq)]
pub enum Pan {
    /// `null`: removes the element.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A long.
    Long(i64),
    /// A double.
    Double(f64),
    /// A string of any content.
    Text(String),
    /// `list(...)`.
    List(Vec<Pan>),
    /// `nlist(...)`, keys in byte order.
    Dict(BTreeMap<String, Pan>),
    /// `create("template", key, value, ...)`, keys in byte order.
    Create {
        /// Name of the structure template.
        template: String,
        /// Keys added to or replacing those of the template.
        params: BTreeMap<String, Pan>,
    },
    /// A number times a unit: `512*MB`.
    Metric {
        /// The factor.
        amount: u64,
        /// The unit.
        unit: Unit,
    },
    /// `value("/path")`.
    Path(String),
}

impl Pan {
    /// A dict of the given entries.
    pub fn dict<K: Into<String>>(entries: impl IntoIterator<Item = (K, Pan)>) -> Self {
        Self::Dict(
            entries
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        )
    }

    /// A list of the given items.
    pub fn list<T: Into<Pan>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// `create()` without further keys.
    pub fn create(template: impl Into<String>) -> Self {
        Self::Create {
            template: template.into(),
            params: BTreeMap::new(),
        }
    }

    /// `create()` with keys.
    pub fn create_with<K: Into<String>>(
        template: impl Into<String>,
        params: impl IntoIterator<Item = (K, Pan)>,
    ) -> Self {
        Self::Create {
            template: template.into(),
            params: params
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        }
    }

    /// Writes the value.
    ///
    /// # Errors
    /// [`PanError`] for keys and numbers that Pan cannot express.
    pub fn source(&self) -> Result<Source, PanError> {
        super::text::value(self).map(Source)
    }

    /// The text of an address.
    pub fn address(ip: IpAddr) -> Self {
        Self::Text(ip.to_string())
    }
}

/// Finished source text of a value, on its way through the template renderer. The renderer's data model has
/// bytes, which nothing else uses: the text is carried as bytes and recognised by the `pan` filter, so that no
/// string or map of a user can be mistaken for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source(String);

impl Source {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0.as_bytes())
    }
}

macro_rules! from {
    ($($type:ty => |$v:ident| $e:expr),* $(,)?) => {
        $(impl From<$type> for Pan {
            fn from($v: $type) -> Self { $e }
        })*
    };
}

from! {
    bool => |v| Self::Bool(v),
    i64 => |v| Self::Long(v),
    i32 => |v| Self::Long(v.into()),
    u32 => |v| Self::Long(v.into()),
    u8 => |v| Self::Long(v.into()),
    f64 => |v| Self::Double(v),
    &str => |v| Self::Text(v.to_owned()),
    &String => |v| Self::Text(v.clone()),
    String => |v| Self::Text(v),
    IpAddr => |v| Self::address(v),
}

impl<T: Into<Pan>> From<Option<T>> for Pan {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
