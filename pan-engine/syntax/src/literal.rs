//! What literal tokens stand for.

use std::borrow::Cow;

use pan_diagnostics::{Span, codes::parse};

use crate::error::SyntaxError;

/// The string of a token in single quotes, quotes included: two quotes stand for one, everything else for itself.
#[must_use]
pub fn unquote_single(token: &str) -> Cow<'_, str> {
    let inner = token
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
        .unwrap_or(token);
    if inner.contains("''") {
        Cow::Owned(inner.replace("''", "'"))
    } else {
        Cow::Borrowed(inner)
    }
}

/// The string of a token in double quotes, quotes included, with its escapes replaced: `\n \t \r \b \f \\ \"`, `\x` with
/// two hexadecimal digits, and a backslash at the end of a line, which joins the lines.
///
/// # Errors
/// An unknown or incomplete escape; its span counts from the token's start.
pub fn unquote_double(token: &str) -> Result<Cow<'_, str>, SyntaxError> {
    let inner = token
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(token);
    let Some(first) = inner.find('\\') else {
        return Ok(Cow::Borrowed(inner));
    };
    let mut out = String::with_capacity(inner.len());
    out.push_str(inner.get(..first).unwrap_or_default());
    let mut rest = inner.get(first..).unwrap_or_default();
    while !rest.is_empty() {
        let Some(after) = rest.strip_prefix('\\') else {
            let plain = rest.find('\\').unwrap_or(rest.len());
            out.push_str(rest.get(..plain).unwrap_or_default());
            rest = rest.get(plain..).unwrap_or_default();
            continue;
        };
        let (replacement, consumed) =
            escape(after).ok_or_else(|| bad_escape(inner.len() - rest.len() + 1, after))?;
        out.extend(replacement);
        rest = after.get(consumed..).unwrap_or_default();
    }
    Ok(Cow::Owned(out))
}

/// What stands after a backslash: its replacement, if any, and how many bytes it takes.
fn escape(after: &str) -> Option<(Option<char>, usize)> {
    let simple = |c| Some((Some(c), 1));
    match after.chars().next()? {
        'n' => simple('\n'),
        't' => simple('\t'),
        'r' => simple('\r'),
        'b' => simple('\u{8}'),
        'f' => simple('\u{c}'),
        '\\' => simple('\\'),
        '"' => simple('"'),
        '\r' => Some((None, if after.starts_with("\r\n") { 2 } else { 1 })),
        '\n' => Some((None, 1)),
        'x' => {
            let digits = after
                .get(1..3)
                .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
            Some((Some(char::from(u8::from_str_radix(digits, 16).ok()?)), 3))
        }
        _ => None,
    }
}

/// The error for the backslash at `offset` of a token.
fn bad_escape(offset: usize, after: &str) -> SyntaxError {
    let length = match after.chars().next() {
        Some('x') => 1 + after.chars().take(3).map(char::len_utf8).sum::<usize>(),
        other => 1 + other.map_or(0, char::len_utf8),
    };
    let start = u32::try_from(offset).unwrap_or(u32::MAX);
    let span = Span::new(start, start + u32::try_from(length).unwrap_or(1));
    let message = match after.chars().next() {
        None => "a backslash at the end of a string escapes nothing".to_owned(),
        Some('x') => "\\x must be followed by two hexadecimal digits".to_owned(),
        Some(c) => format!("the escape '\\{}' is not known", c.escape_debug()),
    };
    SyntaxError::new(parse::BAD_ESCAPE, span, message)
        .with_hint("write \\\\ for a backslash, or use single quotes, where it means itself")
}

/// The number of a whole number token: decimal, `0x` hexadecimal, or octal after a leading zero; with `negative` that of
/// the token with a minus before it. None if it does not fit in 64 bits.
#[must_use]
pub fn long(token: &str, negative: bool) -> Option<i64> {
    let (digits, radix) = match token.as_bytes() {
        [b'0', b'x' | b'X', ..] => (token.get(2..)?, 16),
        [b'0', _, ..] => (token.get(1..)?, 8),
        _ => (token, 10),
    };
    let magnitude = i128::from(u64::from_str_radix(digits, radix).ok()?);
    i64::try_from(if negative { -magnitude } else { magnitude }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn double(token: &str) -> Result<String, (Span, String)> {
        unquote_double(token)
            .map(Cow::into_owned)
            .map_err(|error| (error.span, error.message))
    }

    #[test]
    fn single_quotes() {
        assert_eq!(unquote_single("'a''b'"), "a'b");
        assert_eq!(unquote_single(r"'a\n'"), r"a\n");
        assert_eq!(unquote_single("''''"), "'");
        assert_eq!(unquote_single("''"), "");
    }

    #[test]
    fn escapes() {
        assert_eq!(
            double(r#""a\tb\x41\\\"\b\f\r\n""#),
            Ok("a\tbA\\\"\u{8}\u{c}\r\n".to_owned())
        );
        assert_eq!(double("\"a\\\nb\\\r\nc\\\rd\""), Ok("abcd".to_owned()));
        assert_eq!(double(r#""\xe9""#), Ok("é".to_owned()));
        assert_eq!(
            double(r#""a\\"b""#),
            Ok(r#"a\"b"#.to_owned()),
            "what the longest reading of a string gives"
        );
    }

    #[test]
    fn bad_escapes_point_at_themselves() {
        assert_eq!(double(r#""ab\q""#).unwrap_err().0, Span::new(3, 5));
        assert_eq!(double(r#""\x4""#).unwrap_err().0, Span::new(1, 4));
        assert_eq!(double(r#""é\é""#).unwrap_err().0, Span::new(3, 6));
        assert!(double("\"a\\\"").is_err());
    }

    #[test]
    fn whole_numbers() {
        assert_eq!(long("0", false), Some(0));
        assert_eq!(long("010", false), Some(8));
        assert_eq!(long("0xFf", false), Some(255));
        assert_eq!(long("9223372036854775808", false), None);
        assert_eq!(long("9223372036854775808", true), Some(i64::MIN));
        assert_eq!(long("99999999999999999999999", false), None);
    }
}
