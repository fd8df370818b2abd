//! One difference.

use std::fmt;

use pan_value::Value;

/// Which way a part differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Only after.
    Added,
    /// Only before.
    Removed,
    /// Both times there, with another value.
    Changed,
}

impl Kind {
    /// The word for it in csv and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// A part that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where, from the root of the profile, with keys as the profile writes them: `/software/packages`.
    pub path: String,
    /// Which way.
    pub kind: Kind,
    /// The value before; `None` exactly when it was added.
    pub before: Option<Value>,
    /// The value after; `None` exactly when it was removed.
    pub after: Option<Value>,
}

impl Change {
    /// The same difference as changes of single properties and empty resources. One that replaces a resource by
    /// something else stays as it is.
    #[must_use]
    pub fn leaves(&self) -> Vec<Change> {
        let mut found = Vec::new();
        match (&self.before, &self.after) {
            (Some(value), None) | (None, Some(value)) => {
                let root = self.path.strip_suffix('/').unwrap_or(&self.path);
                self.take_apart(root, value, &mut found);
            }
            _ => found.push(self.clone()),
        }
        found
    }

    fn take_apart(&self, path: &str, value: &Value, found: &mut Vec<Change>) {
        match value {
            Value::List(items) if !items.is_empty() => {
                for (place, item) in items.iter().enumerate() {
                    self.take_apart(&format!("{path}/{place}"), item, found);
                }
            }
            Value::Dict(entries) if !entries.is_empty() => {
                for (key, entry) in entries.iter() {
                    self.take_apart(&format!("{path}/{key}"), entry, found);
                }
            }
            _ => found.push(Change {
                path: path.to_owned(),
                kind: self.kind,
                before: self.before.as_ref().map(|_| value.clone()),
                after: self.after.as_ref().map(|_| value.clone()),
            }),
        }
    }
}

/// One line: `+ /path = value`, `- /path = value` or `~ /path: old -> new`, with values as JSON. Equal lines are equal
/// changes.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => {
                write!(f, "~ {}: {} -> {}", self.path, Json(before), Json(after))
            }
            (Some(before), None) => write!(f, "- {} = {}", self.path, Json(before)),
            (None, Some(after)) => write!(f, "+ {} = {}", self.path, Json(after)),
            (None, None) => Ok(()),
        }
    }
}

/// A value as JSON on one line; numbers as the profile writes them, so that a double is not taken for a long.
pub struct Json<'v>(pub &'v Value);

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::List(items) => {
                f.write_str("[")?;
                for (place, item) in items.iter().enumerate() {
                    write!(f, "{}{}", if place == 0 { "" } else { "," }, Json(item))?;
                }
                f.write_str("]")
            }
            Value::Dict(entries) => {
                f.write_str("{")?;
                for (place, (key, entry)) in entries.iter().enumerate() {
                    let comma = if place == 0 { "" } else { "," };
                    write!(f, "{comma}{}:{}", quoted(key.as_str()), Json(entry))?;
                }
                f.write_str("}")
            }
            Value::String(text) => f.write_str(&quoted(text)),
            Value::Undef | Value::Null => f.write_str("null"),
            property => f.write_str(&property.property_text().unwrap_or_default()),
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
