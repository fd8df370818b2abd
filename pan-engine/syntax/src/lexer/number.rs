//! Numbers.

use super::cursor::Cursor;
use crate::kind::SyntaxKind;

/// Consumes the longest number that begins here. A number that begins with 0 and is neither hexadecimal nor a double is
/// octal and ends before the first digit above 7: the parser then finds two numbers beside each other and says so. A double
/// needs a digit after its point, because `1..` begins a range.
pub(super) fn number(cursor: &mut Cursor<'_>) -> SyntaxKind {
    let bytes = cursor.rest().as_bytes();
    let digits = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let at = |index: usize| bytes.get(index).copied().unwrap_or(0);

    let whole = digits(0);
    let mut end = whole;
    if at(end) == b'.' && at(end + 1).is_ascii_digit() {
        end += 1 + digits(end + 1);
    }
    if matches!(at(end), b'e' | b'E') {
        let sign = usize::from(matches!(at(end + 1), b'+' | b'-'));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    if end > whole {
        cursor.advance(end);
        return SyntaxKind::Double;
    }
    let length = match (at(0), at(1)) {
        (b'0', b'x' | b'X') if at(2).is_ascii_hexdigit() => {
            2 + bytes
                .iter()
                .skip(2)
                .take_while(|byte| byte.is_ascii_hexdigit())
                .count()
        }
        (b'0', _) => bytes
            .iter()
            .take_while(|byte| matches!(byte, b'0'..=b'7'))
            .count(),
        _ => whole,
    };
    cursor.advance(length);
    SyntaxKind::Long
}
