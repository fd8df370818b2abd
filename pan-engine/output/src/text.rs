use std::fmt::Write as _;

use pan_value::Value;

/// The profile as an indented tree for people.
/// Is not written further when it has more than `limit` bytes.
pub fn write(root: &Value, limit: usize) -> String {
    let mut out = String::new();
    element(&mut out, "profile", root, 0, limit);
    out
}

fn element(out: &mut String, name: &str, value: &Value, depth: usize, limit: usize) {
    if out.len() > limit {
        return;
    }
    for _ in 0..depth {
        out.push_str("  ");
    }
    match value {
        Value::List(items) => {
            let _ = writeln!(out, "+-{name}");
            for (i, item) in items.iter().enumerate() {
                element(out, &i.to_string(), item, depth + 1, limit);
            }
        }
        Value::Dict(entries) => {
            let _ = writeln!(out, "+-{name}");
            for (key, entry) in entries.iter() {
                element(out, key, entry, depth + 1, limit);
            }
        }
        property => {
            let _ = writeln!(out, "$ {name} : ({}) '{property}'", property.type_name());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pan_value::Dict;

    #[test]
    fn tree() {
        let root = Value::dict(Dict::from([
            (
                "a".into(),
                Value::list(vec![Value::string("x\ny"), Value::list(vec![])]),
            ),
            ("b".into(), Value::Boolean(false)),
        ]));
        let expected = "+-profile
  +-a
    $ 0 : (string) 'x
y'
    +-1
  $ b : (boolean) 'false'
";
        assert_eq!(write(&root, usize::MAX), expected);
    }
}
