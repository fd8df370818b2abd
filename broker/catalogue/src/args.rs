//! Fills a command's struct from its values, without a detour over JSON.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use crate::value::Value;
use crate::values::Values;

/// Why a struct could not be filled: the message names the option.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ArgsError {
    message: String,
    users: bool,
}

impl ArgsError {
    fn mismatch(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            users: false,
        }
    }

    /// True when the value given is what does not fit (a number out of range, an unknown word): an answer of 400.
    /// False when the struct does not fit the command, which no user can mend.
    pub fn is_users_mistake(&self) -> bool {
        self.users
    }

    /// The same with the option in front, unless it is named already.
    fn of_option(mut self, name: &str) -> Self {
        if !self.message.contains("--") {
            self.message = format!("--{name}: {}", self.message);
        }
        self
    }
}

impl de::Error for ArgsError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::mismatch(message.to_string())
    }

    fn invalid_value(unexpected: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self {
            message: format!("invalid value: {unexpected}, expected {expected}"),
            users: true,
        }
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self {
            message: format!("'{variant}' is not one of {}", expected.join(", ")),
            users: true,
        }
    }
}

pub(crate) fn deserialize<T: DeserializeOwned>(values: &Values) -> Result<T, ArgsError> {
    T::deserialize(ValuesDeserializer { values })
}

struct ValuesDeserializer<'a> {
    values: &'a Values,
}

impl<'de> Deserializer<'de> for ValuesDeserializer<'de> {
    type Error = ArgsError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgsError> {
        let entries = self
            .values
            .entries
            .iter()
            .map(|(name, entry)| (*name, ValueDeserializer(name, &entry.value)));
        visitor.visit_map(MapDeserializer::new(entries))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ArgsError> {
        let command = self.values.command;
        let options = command.options();
        for field in fields {
            // A field that no option can ever fill is a misspelt one.
            if !options.iter().any(|option| option.name == *field) {
                return Err(ArgsError::mismatch(format!(
                    "{name}.{field} is not an option of {}",
                    command.name
                )));
            }
        }
        visitor.visit_map(Fields {
            values: self.values,
            rest: fields,
            current: None,
        })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Walks the fields of the struct, not the values: so absent options reach their fields too.
struct Fields<'a> {
    values: &'a Values,
    rest: &'static [&'static str],
    current: Option<&'static str>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = ArgsError;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ArgsError> {
        let Some((first, rest)) = self.rest.split_first() else {
            return Ok(None);
        };
        self.rest = rest;
        self.current = Some(first);
        seed.deserialize(StrDeserializer::new(first)).map(Some)
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ArgsError> {
        let name = self
            .current
            .take()
            .ok_or_else(|| ArgsError::mismatch("a value before its key"))?;
        match self.values.get(name) {
            Some(value) => seed.deserialize(ValueDeserializer(name, value)),
            None => seed.deserialize(Absent(name)),
        }
        .map_err(|error: ArgsError| error.of_option(name))
    }
}

/// An option that was not given.
struct Absent(&'static str);

impl<'de> Deserializer<'de> for Absent {
    type Error = ArgsError;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, ArgsError> {
        Err(ArgsError::mismatch(format!("--{} is missing", self.0)))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgsError> {
        visitor.visit_none()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgsError> {
        visitor.visit_bool(false)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgsError> {
        visitor.visit_seq(SeqDeserializer::new(std::iter::empty::<&str>()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgsError> {
        visitor.visit_map(MapDeserializer::new(std::iter::empty::<(&str, &str)>()))
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct tuple tuple_struct struct enum identifier ignored_any
    }
}

/// A value, with the name of its option for messages.
struct ValueDeserializer<'a>(&'static str, &'a Value);

impl<'de> IntoDeserializer<'de, ArgsError> for ValueDeserializer<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for ValueDeserializer<'de> {
    type Error = ArgsError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgsError> {
        let Self(name, value) = self;
        match value {
            Value::String(text) | Value::Mac(text) => visitor.visit_borrowed_str(text),
            Value::Bool(truth) => visitor.visit_bool(*truth),
            Value::Int(number) => visitor.visit_i64(*number),
            Value::Float(number) => visitor.visit_f64(*number),
            Value::Ip(address) => visitor.visit_string(address.to_string()),
            Value::Uuid(uuid) => visitor.visit_string(uuid.to_string()),
            Value::List(entries) => {
                visitor.visit_seq(SeqDeserializer::new(entries.iter().map(String::as_str)))
            }
            Value::Many(values) => visitor.visit_seq(SeqDeserializer::new(
                values.iter().map(|value| ValueDeserializer(name, value)),
            )),
            Value::Dict(pairs) => visitor.visit_map(MapDeserializer::new(
                pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())),
            )),
            Value::Json(json) => json.deserialize_any(visitor).map_err(de::Error::custom),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgsError> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ArgsError> {
        match self.1 {
            Value::Json(json) => json
                .deserialize_enum(name, variants, visitor)
                .map_err(de::Error::custom),
            Value::String(text) => visitor.visit_enum(StrDeserializer::new(text)),
            other => visitor.visit_enum(StrDeserializer::new(&other.to_text())),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ArgsError> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}
