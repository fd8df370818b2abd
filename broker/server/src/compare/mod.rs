//! What is different between two Pan values, by path.

mod align;
mod change;

pub use change::{Change, Json, Kind};

use pan_value::{Key, Value};

use align::Pair;

/// The differences from one value to the other, in the order of the profile: keys by their bytes, elements of a list by
/// their number. What is gained or lost as a whole is one change; [`Change::leaves`] takes it apart.
///
/// An element that both lists have is named by its number in the second one, a removed one by its number in the first.
/// Resources that are the same and not only equal cost nothing, so profiles of one compile are compared in the time of
/// what differs.
#[must_use]
pub fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let mut walk = Walk {
        path: String::new(),
        found: Vec::new(),
    };
    walk.compare(before, after);
    walk.found
}

struct Walk {
    path: String,
    found: Vec<Change>,
}

impl Walk {
    fn compare(&mut self, before: &Value, after: &Value) {
        if before.is_identical(after) {
            return;
        }
        match (before, after) {
            (Value::Dict(old), Value::Dict(new)) => {
                let mut lost = old.iter().peekable();
                for (key, value) in new.iter() {
                    while let Some((gone, value)) = lost.next_if(|(other, _)| *other < key) {
                        self.at(gone, |walk| walk.add(Kind::Removed, Some(value), None));
                    }
                    match lost.next_if(|(other, _)| *other == key) {
                        Some((_, old)) => self.at(key, |walk| walk.compare(old, value)),
                        None => self.at(key, |walk| walk.add(Kind::Added, None, Some(value))),
                    }
                }
                for (gone, value) in lost {
                    self.at(gone, |walk| walk.add(Kind::Removed, Some(value), None));
                }
            }
            (Value::List(old), Value::List(new)) => {
                for pair in align::align(old, new) {
                    match pair {
                        Pair::Both(place, old, new) => self.at_number(place, |walk| walk.compare(old, new)),
                        Pair::Removed(place, old) => {
                            self.at_number(place, |walk| walk.add(Kind::Removed, Some(old), None));
                        }
                        Pair::Added(place, new) => {
                            self.at_number(place, |walk| walk.add(Kind::Added, None, Some(new)));
                        }
                    }
                }
            }
            _ => self.add(Kind::Changed, Some(before), Some(after)),
        }
    }

    fn add(&mut self, kind: Kind, before: Option<&Value>, after: Option<&Value>) {
        let path = if self.path.is_empty() { "/" } else { &self.path };
        self.found.push(Change {
            path: path.to_owned(),
            kind,
            before: before.cloned(),
            after: after.cloned(),
        });
    }

    fn at(&mut self, key: &Key, body: impl FnOnce(&mut Self)) {
        self.below(key, body);
    }

    fn at_number(&mut self, place: usize, body: impl FnOnce(&mut Self)) {
        self.below(&place.to_string(), body);
    }

    fn below(&mut self, step: &str, body: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(step);
        body(self);
        self.path.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: serde_json::Value) -> Value {
        match json {
            serde_json::Value::Bool(b) => Value::Boolean(b),
            serde_json::Value::Number(n) if n.is_i64() => Value::Long(n.as_i64().unwrap()),
            serde_json::Value::Number(n) => Value::Double(n.as_f64().unwrap()),
            serde_json::Value::String(text) => Value::from(text),
            serde_json::Value::Array(items) => Value::list(items.into_iter().map(value).collect()),
            serde_json::Value::Object(entries) => {
                let entries = entries.into_iter().map(|(k, v)| (Key::new(&k), value(v)));
                Value::dict(entries.collect::<std::collections::BTreeMap<_, _>>())
            }
            serde_json::Value::Null => Value::Null,
        }
    }

    fn lines(before: serde_json::Value, after: serde_json::Value) -> Vec<String> {
        let found = changes(&value(before), &value(after));
        found.iter().map(ToString::to_string).collect()
    }

    use serde_json::json;

    #[test]
    fn dicts() {
        assert_eq!(
            lines(
                json!({"a": 1, "b": {"c": "x", "d": true}, "e": {"f": [1]}, "g": 1}),
                json!({"a": 1, "b": {"c": "y", "d": true}, "b-": 2, "g": 1.0, "h": {"i": {}}})
            ),
            [
                "~ /b/c: \"x\" -> \"y\"",
                "+ /b- = 2",
                "- /e = {\"f\":[1]}",
                "~ /g: 1 -> 1.0",
                "+ /h = {\"i\":{}}",
            ]
        );
        assert!(lines(json!({"a": [{"b": 1}]}), json!({"a": [{"b": 1}]})).is_empty());
        assert_eq!(lines(json!({}), json!([])), ["~ /: {} -> []"]);
    }

    #[test]
    fn elements_of_lists_keep_their_partners() {
        for (before, after, told) in [
            (json!([1, 2, 3]), json!([1, 3]), vec!["- /1 = 2"]),
            (json!([1, 3]), json!([0, 1, 2, 3]), vec!["+ /0 = 0", "+ /2 = 2"]),
            (json!([1, 2, 3]), json!([1, 9, 3]), vec!["~ /1: 2 -> 9"]),
            (
                json!([1, 2, 3, 4]),
                json!([2, 3, 9]),
                vec!["- /0 = 1", "~ /2: 4 -> 9"],
            ),
            (
                json!([{"n": "a"}, {"n": "b", "v": 1}]),
                json!([{"n": "new"}, {"n": "a"}, {"n": "b", "v": 2}]),
                vec!["+ /0 = {\"n\":\"new\"}", "~ /2/v: 1 -> 2"],
            ),
            (json!([1, 2]), json!([]), vec!["- /0 = 1", "- /1 = 2"]),
            (json!(["x"]), json!(["x", "x"]), vec!["+ /1 = \"x\""]),
        ] {
            assert_eq!(lines(before.clone(), after.clone()), told, "{before} {after}");
        }
    }

    #[test]
    fn numbers_are_in_their_order() {
        let many = |from: i64| Value::list((from..from + 12).map(Value::Long).collect());
        let found = changes(&many(0), &many(100));
        let paths: Vec<&str> = found.iter().map(|c| c.path.as_str()).collect();
        assert_eq!(paths.len(), 12);
        assert_eq!(paths[9..], ["/9", "/10", "/11"]);
    }

    #[test]
    fn long_lists_end() {
        let many = |from: i64| Value::list((0..50_000).map(|n| Value::Long(n * 2 + from)).collect());
        assert_eq!(changes(&many(0), &many(1)).len(), 50_000);
    }

    #[test]
    fn leaves_are_single_properties() {
        let found = changes(
            &value(json!({"x": {"y": 1}})),
            &value(json!({"a": {"b": [1, {}], "c": "t"}})),
        );
        let leaves: Vec<String> = found
            .iter()
            .flat_map(Change::leaves)
            .map(|c| c.to_string())
            .collect();
        assert_eq!(
            leaves,
            ["+ /a/b/0 = 1", "+ /a/b/1 = {}", "+ /a/c = \"t\"", "- /x/y = 1"]
        );
    }

    #[test]
    fn shared_parts_cost_nothing() {
        let mut shared = Value::string("x");
        for _ in 0..200 {
            shared = Value::list(vec![shared.clone(), shared]);
        }
        let with = |n: i64| {
            Value::dict(std::collections::BTreeMap::from([
                (Key::new("big"), shared.clone()),
                (Key::new("n"), Value::Long(n)),
            ]))
        };
        assert_eq!(changes(&with(1), &with(2)).len(), 1);
    }
}
