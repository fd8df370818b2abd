//! Values of options after their type was checked.

use std::net::IpAddr;

use uuid::Uuid;

/// The typed value of one option.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, also of enumerations and files.
    String(String),
    /// Flags and booleans.
    Bool(bool),
    /// Whole numbers.
    Int(i64),
    /// Decimal numbers.
    Float(f64),
    /// Addresses.
    Ip(IpAddr),
    /// A hardware address as `aa:bb:cc:dd:ee:ff`.
    Mac(String),
    /// The entries of a list file, without comments, in order.
    List(Vec<String>),
    /// Any JSON.
    Json(serde_json::Value),
    /// A UUID.
    Uuid(Uuid),
    /// Keys and values in the order given.
    Dict(Vec<(String, String)>),
    /// The values of an option that may be repeated.
    Many(Vec<Value>),
}

impl Value {
    /// The value as text, as it goes over the wire.
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::String(text) | Self::Mac(text) => text.clone(),
            Self::Bool(true) => "True".to_owned(),
            Self::Bool(false) => "False".to_owned(),
            Self::Int(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
            Self::Ip(address) => address.to_string(),
            Self::List(entries) => entries.join("\n"),
            Self::Json(json) => json.to_string(),
            Self::Uuid(uuid) => uuid.to_string(),
            Self::Dict(pairs) => pairs
                .iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect::<Vec<_>>()
                .join(","),
            // Aquilon's client sends repeated options as one JSON list of texts.
            Self::Many(values) => {
                serde_json::Value::from(values.iter().map(Self::to_text).collect::<Vec<_>>()).to_string()
            }
        }
    }
}
