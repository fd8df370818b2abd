use std::fmt::Write as _;

use pan_value::Value;

/// Values longer than this many UTF-16 units, opening quote included, are cut.
const LONGEST: usize = 15;
/// Units kept of a value that is cut.
const KEPT: usize = 12;

/// The profile as a graph for GraphViz. Labels are not escaped: the reference does not either.
/// Is not written further when it has more than `limit` bytes.
pub fn write(root: &Value, limit: usize) -> String {
    let mut out = String::from(
        "digraph \"profile\" {\nbgcolor = beige\nnode [ color = black, shape = box, fontname=Helvetica ]\n\
         edge [ color = black ]\n\"/profile\" [ label = \"profile\"]\n",
    );
    children(&mut out, "/profile", root, limit);
    out.push_str("}\n");
    out
}

fn children(out: &mut String, path: &str, value: &Value, limit: usize) {
    match value {
        Value::List(items) => {
            for (i, item) in items.iter().enumerate() {
                node(out, path, &i.to_string(), item, limit);
            }
        }
        Value::Dict(entries) => {
            for (key, entry) in entries.iter() {
                node(out, path, key, entry, limit);
            }
        }
        _ => {}
    }
}

fn node(out: &mut String, parent: &str, name: &str, value: &Value, limit: usize) {
    if out.len() > limit {
        return;
    }
    let path = format!("{parent}/{name}");
    if value.kind().is_resource() {
        let _ = writeln!(out, "\"{path}\" [ label = \"{name}\" ]");
    } else {
        let _ = writeln!(out, "\"{path}\" [ label = \"{name}\\n{}\" ]", label(value));
    }
    let _ = writeln!(out, "\"{parent}\" -> \"{path}\"");
    children(out, &path, value, limit);
}

/// The property on one line: runs of line ends are a space, long ones are cut before the closing quote.
fn label(value: &Value) -> String {
    let quote = if matches!(value, Value::String(_)) {
        "'"
    } else {
        ""
    };
    let mut line = String::from(quote);
    let mut in_run = false;
    for c in value.to_string().chars() {
        let line_end = matches!(c, '\n' | '\r');
        if !line_end {
            line.push(c);
        } else if !in_run {
            line.push(' ');
        }
        in_run = line_end;
    }
    if pan_value::utf16_len(&line) > LONGEST {
        let units: Vec<u16> = line.encode_utf16().take(KEPT).collect();
        // Half a surrogate pair becomes a question mark, as when the reference encodes it.
        line = char::decode_utf16(units).map(|c| c.unwrap_or('?')).collect();
        line.push_str("...");
    }
    line + quote
}

#[cfg(test)]
mod tests {
    use super::*;
    use pan_value::Dict;

    #[test]
    fn graph() {
        let root = Value::dict(Dict::from([("a".into(), Value::list(vec![Value::Long(1)]))]));
        let expected = "digraph \"profile\" {
bgcolor = beige
node [ color = black, shape = box, fontname=Helvetica ]
edge [ color = black ]
\"/profile\" [ label = \"profile\"]
\"/profile/a\" [ label = \"a\" ]
\"/profile\" -> \"/profile/a\"
\"/profile/a/0\" [ label = \"0\\n1\" ]
\"/profile/a\" -> \"/profile/a/0\"
}
";
        assert_eq!(write(&root, usize::MAX), expected);
    }

    #[test]
    fn labels() {
        for (value, expected) in [
            (Value::string("a\r\n\nb"), "'a b'"),
            (Value::string("12345678901234"), "'12345678901234'"),
            (Value::string("123456789012345"), "'12345678901...'"),
            (Value::Long(1_234_567_890_123_456), "123456789012..."),
            (Value::string("1234567890\u{1f600}67890"), "'1234567890?...'"),
        ] {
            assert_eq!(label(&value), expected);
        }
    }
}
