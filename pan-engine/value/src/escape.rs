use std::fmt::Write as _;

use thiserror::Error;

/// Why a text cannot be escaped or unescaped.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EscapeError {
    /// The escape has two hexadecimal digits only.
    #[error("the character U+{0:04X} cannot be escaped: only characters below U+0100 can")]
    TooLarge(u32),
    /// `_` is not followed by two characters.
    #[error("incomplete escape sequence at the end of the string")]
    Incomplete,
    /// `_` is not followed by two hexadecimal digits.
    #[error("'_{0}' is not an escape sequence")]
    Invalid(String),
}

/// The text as a legal dict key: letters and digits stay (a leading digit does not), everything else becomes `_xx`,
/// the empty string `_`.
///
/// # Errors
/// A character of U+0100 or above.
pub fn escape(text: &str) -> Result<String, EscapeError> {
    if text.is_empty() {
        return Ok("_".to_owned());
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (i, c) in text.chars().enumerate() {
        let code = u32::from(c);
        if code > 255 {
            return Err(EscapeError::TooLarge(code));
        }
        if c.is_ascii_alphabetic() || (i != 0 && c.is_ascii_digit()) {
            out.push(c);
        } else {
            let _ = write!(out, "_{code:02x}");
        }
    }
    Ok(out)
}

/// The inverse of [`escape`].
///
/// # Errors
/// An underscore that does not start an escape sequence.
pub fn unescape(text: &str) -> Result<String, EscapeError> {
    if text == "_" {
        return Ok(String::new());
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '_' {
            out.push(c);
            continue;
        }
        let (Some(a), Some(b)) = (chars.next(), chars.next()) else {
            return Err(EscapeError::Incomplete);
        };
        let hex: String = [a, b].into_iter().collect();
        match java_hex_byte(a, b).and_then(char::from_u32) {
            Some(decoded) => out.push(decoded),
            None => return Err(EscapeError::Invalid(hex)),
        }
    }
    Ok(out)
}

/// Two characters as the reference parses them: a sign before one digit is taken, as `Integer.parseInt` does.
fn java_hex_byte(a: char, b: char) -> Option<u32> {
    match a {
        '+' => b.to_digit(16),
        '-' => b.to_digit(16).filter(|&d| d == 0),
        _ => Some(a.to_digit(16)? * 16 + b.to_digit(16)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_like_the_reference() {
        assert_eq!(escape("a/b").as_deref(), Ok("a_2fb"));
        assert_eq!(escape("1a_").as_deref(), Ok("_31a_5f"));
        assert_eq!(escape("").as_deref(), Ok("_"));
        assert_eq!(escape("\u{e9}").as_deref(), Ok("_e9"));
        assert_eq!(escape("\u{100}"), Err(EscapeError::TooLarge(256)));
    }

    #[test]
    fn unescapes_and_refuses() {
        assert_eq!(unescape("a_2fb").as_deref(), Ok("a/b"));
        assert_eq!(unescape("_").as_deref(), Ok(""));
        assert_eq!(unescape("a_2"), Err(EscapeError::Incomplete));
        assert_eq!(unescape("a_zz"), Err(EscapeError::Invalid("zz".into())));
    }
}
