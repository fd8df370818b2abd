//! String literals.
//!
//! Pan has two forms. In single quotes nothing is special but the quote itself, which is doubled; the text must
//! stay on one line. In double quotes `\n \t \r \b \f \\ \"` and `\xHH` are escapes. The compiler that the
//! broker's templates are also read with takes the longest match for a double-quoted literal, so that `"a\\", "b"`
//! is one string to it: a backslash is therefore never written in front of a quote, but as `\x5c`.

use std::fmt::Write as _;

/// A literal that evaluates to exactly `text`. Text without quotes, backslashes and control characters is put in
/// double quotes as it is; text with a double quote or a backslash goes into single quotes; text with control
/// characters needs the escapes of double quotes.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    if text.chars().any(char::is_control) {
        out.push('"');
        for c in text.chars() {
            push_escaped(&mut out, c);
        }
        out.push('"');
    } else if text.contains(['"', '\\']) {
        out.push('\'');
        for c in text.chars() {
            if c == '\'' {
                out.push('\'');
            }
            out.push(c);
        }
        out.push('\'');
    } else {
        out.push('"');
        out.push_str(text);
        out.push('"');
    }
    out
}

/// One character inside double quotes. Control characters, and only they, lie below code point 160, so two
/// hexadecimal digits are enough.
fn push_escaped(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        '"' | '\\' => hexadecimal(out, c),
        c if c.is_control() => hexadecimal(out, c),
        c => out.push(c),
    }
}

fn hexadecimal(out: &mut String, c: char) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\\x{:02x}", u32::from(c));
}
