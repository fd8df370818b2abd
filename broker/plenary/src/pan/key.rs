//! Names of path elements and dict keys.
//!
//! A path element is a letter or underscore followed by letters, digits and `_.+-`; everything else is written in
//! braces, which Pan turns into an escaped key: each byte that is not a letter or digit (nor a digit in first
//! place) becomes `_` and two hexadecimal digits. Templates undo that with `unescape()`.

use std::fmt::Write as _;

use super::PanError;

/// A path element as it is when it is a plain identifier, else in braces: `eth0`, `eth1.2`, `{0000:0b}`.
///
/// # Errors
/// [`PanError::Key`] when the name holds characters beyond Latin-1.
pub fn term(name: &str) -> Result<String, PanError> {
    if is_plain(name) {
        Ok(name.to_owned())
    } else {
        braced(name)
    }
}

/// A path element in braces, also when it is a plain identifier: `{sda}`. Names that cannot stand between braces
/// are escaped here, to the key which the braces would have given.
///
/// # Errors
/// [`PanError::Key`] when the name holds characters beyond Latin-1.
pub fn braced(name: &str) -> Result<String, PanError> {
    let escaped = escape(name)?;
    let unsafe_in_braces = |c: char| c.is_control() || matches!(c, '{' | '}' | '"' | '\'' | '\\');
    Ok(if name.contains(unsafe_in_braces) {
        escaped
    } else {
        format!("{{{name}}}")
    })
}

/// A relative path of several elements, given with slashes: each element as by [`term`], list indexes as they are.
///
/// # Errors
/// [`PanError::Key`] when an element holds characters beyond Latin-1.
pub fn path(path: &str) -> Result<String, PanError> {
    let terms: Result<Vec<String>, PanError> = path
        .split('/')
        .map(|part| {
            if is_index(part) {
                Ok(part.to_owned())
            } else {
                term(part)
            }
        })
        .collect();
    Ok(terms?.join("/"))
}

/// A dict key: identifiers as they are, anything else escaped.
///
/// # Errors
/// [`PanError::Key`] when the name holds characters beyond Latin-1.
pub fn dict_key(name: &str) -> Result<String, PanError> {
    if is_dict_key(name) {
        Ok(name.to_owned())
    } else {
        escape(name)
    }
}

/// The key that Pan's `escape()` gives.
///
/// # Errors
/// [`PanError::Key`] when the name holds characters beyond Latin-1.
pub fn escape(name: &str) -> Result<String, PanError> {
    if name.is_empty() {
        return Ok("_".to_owned());
    }
    let mut out = String::with_capacity(name.len());
    for (index, c) in name.chars().enumerate() {
        let code = u32::from(c);
        if code > 0xff {
            return Err(PanError::Key(name.to_owned()));
        }
        if c.is_ascii_alphabetic() || (index > 0 && c.is_ascii_digit()) {
            out.push(c);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "_{code:02x}");
        }
    }
    Ok(out)
}

/// Identifiers that need no braces in a path. A plus sign is legal in a key but gets braces, as it always had.
fn is_plain(name: &str) -> bool {
    starts_like_key(name)
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

fn is_dict_key(name: &str) -> bool {
    starts_like_key(name)
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+' | '-'))
}

fn starts_like_key(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

fn is_index(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) && (part == "0" || !part.starts_with('0'))
}
