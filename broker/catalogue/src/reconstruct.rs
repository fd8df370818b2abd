//! The line of the audit that says what was asked for.

use crate::value::Value;
use crate::values::Values;

/// Rows of the audit, sorted by name: lists have one row per entry, an empty text is kept as `-` as Aquilon does.
pub(crate) fn audit_rows(values: &Values) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for (name, entry) in values.entries.iter().filter(|(_, entry)| entry.given) {
        match &entry.value {
            Value::List(items) => rows.extend(items.iter().map(|item| ((*name).to_owned(), item.clone()))),
            Value::Many(items) => rows.extend(items.iter().map(|item| ((*name).to_owned(), item.to_text()))),
            _ if entry.text.is_empty() => rows.push(((*name).to_owned(), "-".to_owned())),
            _ => rows.push(((*name).to_owned(), entry.text.clone())),
        }
    }
    rows
}

/// The command line of audit rows: `aq command --name='value'`, in the layout that scripts over Aquilon's audit match.
pub fn audit_line(command: &str, rows: &[(String, String)]) -> String {
    let mut line = format!("aq {command}");
    for (name, value) in rows {
        line.push_str(" --");
        line.push_str(name);
        line.push('=');
        quote(&mut line, value);
    }
    line
}

/// Quotes as Aquilon's broker does: single quotes, double ones when the text has single ones only; control characters
/// and backslashes escaped, so that a record stays one line.
fn quote(out: &mut String, text: &str) {
    let mark = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.push(mark);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == mark => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_ascii_control() => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push(mark);
}

#[cfg(test)]
mod tests {
    use super::audit_line;

    #[test]
    fn quoting_keeps_one_line() {
        let row = |value: &str| [("comments".to_owned(), value.to_owned())];
        assert_eq!(audit_line("x", &row("a b")), "aq x --comments='a b'");
        assert_eq!(audit_line("x", &row("it's")), "aq x --comments=\"it's\"");
        assert_eq!(
            audit_line("x", &row("it's \"so\"")),
            "aq x --comments='it\\'s \"so\"'"
        );
        assert_eq!(
            audit_line("x", &row("a\nb\\\u{1}")),
            "aq x --comments='a\\nb\\\\\\x01'"
        );
    }
}
