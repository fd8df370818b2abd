//! Blanks, comments, annotations; and template names, which are as simple.

use super::cursor::Cursor;
use super::is_name;
use crate::kind::SyntaxKind;

/// Consumes blanks. When a here-document waits for its lines, a line end is the last byte consumed.
pub(super) fn blanks(cursor: &mut Cursor<'_>, stop_at_line_end: bool) -> SyntaxKind {
    if !stop_at_line_end {
        cursor.eat_while(|byte| matches!(byte, b' ' | b'\t' | b'\x0c' | b'\n' | b'\r'));
        return SyntaxKind::Whitespace;
    }
    cursor.eat_while(|byte| matches!(byte, b' ' | b'\t' | b'\x0c'));
    line_end(cursor);
    SyntaxKind::Whitespace
}

/// Consumes one line end: `\n`, `\r` or both.
pub(super) fn line_end(cursor: &mut Cursor<'_>) {
    match (cursor.peek(), cursor.peek_at(1)) {
        (b'\r', b'\n') => cursor.advance(2),
        (b'\r' | b'\n', _) => cursor.advance(1),
        _ => {}
    }
}

/// Consumes from `#` to the end of the line.
pub(super) fn comment(cursor: &mut Cursor<'_>) -> SyntaxKind {
    cursor.eat_line();
    SyntaxKind::Comment
}

/// Consumes `@ name { anything }`, if that is what follows. Brackets do not nest: the first closing one ends it.
pub(super) fn annotation(cursor: &mut Cursor<'_>) -> bool {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\x0c' | '\n' | '\r');
    let rest = cursor.rest();
    let after_at = rest.get(1..).unwrap_or_default().trim_start_matches(blank);
    let after_name = after_at
        .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .trim_start_matches(blank);
    let close = match after_name.as_bytes().first() {
        Some(b'(') => b')',
        Some(b'[') => b']',
        Some(b'{') => b'}',
        _ => return false,
    };
    let Some(length) = memchr::memchr(close, after_name.as_bytes()) else {
        return false;
    };
    cursor.advance(rest.len() - after_name.len() + length + 1);
    true
}

/// Whether this byte can be in the name after `template`; which names are valid is for later.
pub(super) fn is_template_name(byte: u8) -> bool {
    is_name(byte) || matches!(byte, b'-' | b'+' | b'.' | b'/')
}
