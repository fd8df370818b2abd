//! Where quoted strings end.

use super::cursor::Cursor;

/// How a double-quoted string's end is found when backslashes come before a quote.
///
/// In the reference a quote after *any* backslash may be part of the string if the string can then still end on the same
/// line: it takes `"a\\" + "` as one string. Templates exist that rely on it, and others were written so as to avoid it. So a
/// text is first read that way, and only if it is not correct then the usual way, where `\\` is complete in itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// The longest string possible, as in the reference.
    Longest,
    /// Backslashes pair up from the left.
    Paired,
}

/// A double-quoted string that was found.
pub(super) struct Found {
    /// Whether the two ways disagree.
    pub(super) ambiguous: bool,
    /// Whether there are backslashes in it.
    pub(super) escapes: bool,
}

/// Consumes a string in single quotes, if one begins here and ends on this line. Two quotes stand for one.
pub(super) fn single(cursor: &mut Cursor<'_>) -> bool {
    let bytes = cursor.rest().as_bytes();
    let mut index = 1;
    loop {
        index += memchr::memchr3(b'\'', b'\n', b'\r', bytes.get(index..).unwrap_or_default())
            .unwrap_or(bytes.len());
        match (bytes.get(index), bytes.get(index + 1)) {
            (Some(b'\''), Some(b'\'')) => index += 2,
            (Some(b'\''), _) => {
                cursor.advance(index + 1);
                return true;
            }
            _ => return false,
        }
    }
}

/// Consumes a string in double quotes, if one begins here and ends. A line end is part of it after a backslash.
pub(super) fn double(cursor: &mut Cursor<'_>, quoting: Quoting) -> Option<Found> {
    let bytes = cursor.rest().as_bytes();
    let plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | b'\n' | b'\r');
    let end = 1 + bytes.iter().skip(1).take_while(|byte| plain(byte)).count();
    if bytes.get(end) == Some(&b'"') {
        cursor.advance(end + 1);
        return Some(Found {
            ambiguous: false,
            escapes: false,
        });
    }
    let longest = longest(bytes);
    let paired = paired(bytes);
    let end = match quoting {
        Quoting::Longest => longest?,
        Quoting::Paired => paired.or(longest)?,
    };
    cursor.advance(end);
    Some(Found {
        ambiguous: paired.is_some() && paired != longest,
        escapes: true,
    })
}

/// The end of the string in the way of the reference.
fn longest(bytes: &[u8]) -> Option<usize> {
    let mut candidate = None;
    let mut before = b'"';
    for (index, byte) in bytes.iter().enumerate().skip(1) {
        let escaped = before == b'\\';
        match byte {
            b'"' if escaped => candidate = Some(index + 1),
            b'"' => return Some(index + 1),
            b'\n' if before == b'\r' && index >= 2 && bytes.get(index - 2) == Some(&b'\\') => {}
            b'\n' | b'\r' if !escaped => return candidate,
            _ => {}
        }
        before = *byte;
    }
    candidate
}

/// The end of the string when backslashes pair up.
fn paired(bytes: &[u8]) -> Option<usize> {
    let mut index = 1;
    loop {
        match bytes.get(index)? {
            b'"' => return Some(index + 1),
            b'\n' | b'\r' => return None,
            b'\\' if bytes.get(index + 1) == Some(&b'\r') && bytes.get(index + 2) == Some(&b'\n') => {
                index += 3
            }
            b'\\' => index += 2,
            _ => index += 1,
        }
    }
}
