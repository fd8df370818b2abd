use std::fmt;

use crate::Value;

/// As `format('%s')` and messages show it: properties as text, `[ 1, 2 ]` for a list, `{ k, v, l, w }` for a dict.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undef => f.write_str("undef"),
            Self::Null => f.write_str("null"),
            Self::List(items) => {
                f.write_str("[ ")?;
                for (i, item) in items.iter().enumerate() {
                    let separator = if i == 0 { "" } else { ", " };
                    write!(f, "{separator}{item}")?;
                }
                f.write_str(" ]")
            }
            Self::Dict(entries) => {
                f.write_str("{ ")?;
                for (i, (key, value)) in entries.iter().enumerate() {
                    let separator = if i == 0 { "" } else { ", " };
                    write!(f, "{separator}{key}, {value}")?;
                }
                f.write_str(" }")
            }
            property => f.write_str(&property.property_text().unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Dict, Key, Value};

    #[test]
    fn resources_as_the_reference_writes_them() {
        let dict = Value::dict(Dict::from([(Key::new("k"), Value::Long(2))]));
        assert_eq!(
            Value::list(vec![Value::Long(1), dict]).to_string(),
            "[ 1, { k, 2 } ]"
        );
        assert_eq!(Value::list(vec![]).to_string(), "[  ]");
        assert_eq!(Value::Double(1e10).to_string(), "1.0E10");
    }
}
