//! Reads stored profiles back: what an object sees of another one that is not compiled with it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use pan_eval::Profile;
use pan_value::{Key, List, Value};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The profile behind the compressed JSON form. That form keeps the types: only doubles have a period or an exponent.
pub fn read(object: &str, gzip: &[u8]) -> Result<Profile, String> {
    let json = crate::export::gunzip(gzip).map_err(|e| e.to_string())?;
    let Stored(root) = serde_json::from_slice(&json).map_err(|e| e.to_string())?;
    Ok(Profile {
        object: Arc::from(object),
        root,
    })
}

struct Stored(Value);

impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Stored)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a profile")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Long(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value)
            .map(Value::Long)
            .map_err(|_| E::custom("a long does not fit into 64 bits"))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Double(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::string(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = List::new();
        while let Some(Stored(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::list(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut dict = BTreeMap::new();
        while let Some((name, Stored(value))) = entries.next_entry::<String, Stored>()? {
            dict.insert(Key::from(name.as_str()), value);
        }
        Ok(Value::dict(dict))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use pan_value::Dict;

    #[test]
    fn what_is_written_is_read_back_with_its_types() {
        let root = Value::dict(Dict::from([
            (Key::from("_2fvar"), Value::string("a \"b\"\n\u{1f600}")),
            (Key::from("double"), Value::Double(1e10)),
            (Key::from("small"), Value::Double(0.1 + 0.2)),
            (Key::from("long"), Value::Long(i64::MIN)),
            (
                Key::from("list"),
                Value::list(vec![
                    Value::Boolean(true),
                    Value::list(vec![]),
                    Value::dict(Dict::new()),
                ]),
            ),
        ]));
        let json = pan_output::to_json(&root).unwrap();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(json.as_bytes()).unwrap();
        let profile = read("a.example.org", &encoder.finish().unwrap()).unwrap();
        assert_eq!(profile.root, root);
        assert_eq!(profile.root.depth(), root.depth());
    }

    #[test]
    fn damage_is_told() {
        assert!(read("a.example.org", b"no gzip").is_err());
    }
}
