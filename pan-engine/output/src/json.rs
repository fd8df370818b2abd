use pan_value::Value;
use thiserror::Error;

use crate::escape::json_string;

/// Why a value has no JSON form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JsonError {
    /// `undef` anywhere in the value.
    #[error("undef cannot be converted to JSON")]
    Undef,
    /// The text is longer than allowed.
    #[error("the JSON text is too long")]
    TooLong,
}

/// The value as indented JSON without a newline at the end. `NaN` and infinities are written as such: the reference
/// does, although they are not JSON.
///
/// # Errors
/// The value is or holds undef.
pub fn write(value: &Value) -> Result<String, JsonError> {
    write_within(value, usize::MAX)
}

/// The same of at most `limit` bytes.
///
/// # Errors
/// The value is or holds undef, or the text would be longer. Parts of a value may be shared, so that a small value can have
/// a text without end; it is not written further.
pub fn write_within(value: &Value, limit: usize) -> Result<String, JsonError> {
    let mut out = String::new();
    element(&mut out, value, 0, limit)?;
    if out.len() > limit {
        return Err(JsonError::TooLong);
    }
    Ok(out)
}

fn element(out: &mut String, value: &Value, depth: usize, limit: usize) -> Result<(), JsonError> {
    if out.len() > limit {
        return Err(JsonError::TooLong);
    }
    match value {
        Value::Undef => return Err(JsonError::Undef),
        Value::Null => out.push_str("null"),
        Value::String(text) => json_string(out, text),
        Value::List(items) if items.is_empty() => out.push_str("[]"),
        Value::Dict(entries) if entries.is_empty() => out.push_str("{}"),
        Value::List(items) => {
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i == 0 { "[" } else { "," });
                new_line(out, depth + 1);
                element(out, item, depth + 1, limit)?;
            }
            new_line(out, depth);
            out.push(']');
        }
        Value::Dict(entries) => {
            for (i, (key, entry)) in entries.iter().enumerate() {
                out.push_str(if i == 0 { "{" } else { "," });
                new_line(out, depth + 1);
                json_string(out, key);
                out.push_str(": ");
                element(out, entry, depth + 1, limit)?;
            }
            new_line(out, depth);
            out.push('}');
        }
        property => out.push_str(&property.property_text().unwrap_or_default()),
    }
    Ok(())
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pan_value::Dict;

    #[test]
    fn layout() {
        let value = Value::dict(Dict::from([
            (
                "list".into(),
                Value::list(vec![
                    Value::Long(1),
                    Value::Null,
                    Value::list(vec![]),
                    Value::Double(1e10),
                ]),
            ),
            ("empty".into(), Value::dict(Dict::new())),
            ("text".into(), Value::string("a")),
        ]));
        let expected = r#"{
  "empty": {},
  "list": [
    1,
    null,
    [],
    1.0E10
  ],
  "text": "a"
}"#;
        assert_eq!(write(&value).as_deref(), Ok(expected));
        assert_eq!(write(&Value::list(vec![Value::Undef])), Err(JsonError::Undef));
        let twice = Value::list(vec![Value::string("0123456789"); 2]);
        let length = write(&twice).unwrap().len();
        assert!(write_within(&twice, length).is_ok());
        assert_eq!(write_within(&twice, length - 1), Err(JsonError::TooLong));
        assert_eq!(write_within(&twice, 5), Err(JsonError::TooLong));
        assert_eq!(write(&Value::Double(f64::NAN)).as_deref(), Ok("NaN"));
    }

    #[test]
    fn strings() {
        for (text, written) in [
            ("a\"b\\c/", r#""a\"b\\c/""#),
            (
                "<a href='x'>&=",
                r#""\u003ca href\u003d\u0027x\u0027\u003e\u0026\u003d""#,
            ),
            ("\t\u{8}\n\r\u{c}\u{1}\u{1f}", r#""\t\b\n\r\f\u0001\u001f""#),
            ("\u{2028}\u{2029}", r#""\u2028\u2029""#),
            ("\u{7f}\u{e9}\u{1f600}", "\"\u{7f}\u{e9}\u{1f600}\""),
        ] {
            assert_eq!(write(&Value::string(text)).as_deref(), Ok(written));
        }
    }
}
