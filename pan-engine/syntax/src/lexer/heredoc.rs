//! Here-documents: the marker, the lines, the end.

use std::collections::VecDeque;

use pan_diagnostics::{Span, codes::parse};

use super::cursor::Cursor;
use super::{is_name, trivia};
use crate::error::SyntaxError;
use crate::kind::SyntaxKind;

/// A `<<NAME` that was seen.
pub(super) struct Marker {
    /// Offset of the `<<`.
    pub(super) offset: u32,
    /// The line that ends the string.
    pub(super) name: String,
}

/// The here-documents of one text.
#[derive(Default)]
pub(super) struct Heredocs {
    waiting: VecDeque<Marker>,
    unterminated: Vec<Marker>,
}

impl Heredocs {
    /// Notes a marker with this text (`<<NAME`).
    pub(super) fn open(&mut self, offset: u32, text: &str) {
        let name = text.trim_start_matches('<').to_owned();
        self.waiting.push_back(Marker { offset, name });
    }

    /// Whether a marker was seen on this line.
    pub(super) fn waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The next marker whose lines come.
    pub(super) fn next(&mut self) -> Option<Marker> {
        self.waiting.pop_front()
    }

    /// Notes that the end of a marker was not found.
    pub(super) fn unterminated(&mut self, marker: Marker) {
        self.unterminated.push(marker);
    }

    /// Says which ends are missing.
    pub(super) fn report(self, errors: &mut Vec<SyntaxError>) {
        for marker in self.unterminated.into_iter().chain(self.waiting) {
            let end = marker.offset + u32::try_from(marker.name.len()).unwrap_or(0) + 2;
            let span = Span::new(marker.offset, end);
            let message = format!("no line '{}' ends this here-document", marker.name);
            let hint = "the end marker stands alone on its line, without blanks before or after it";
            errors.push(SyntaxError::new(parse::UNTERMINATED_HEREDOC, span, message).with_hint(hint));
        }
    }
}

/// Consumes the name after `<<`; without one the `<<` is a token of its own that fits nowhere.
pub(super) fn marker(cursor: &mut Cursor<'_>) -> SyntaxKind {
    if cursor.peek().is_ascii_alphabetic() || cursor.peek() == b'_' {
        cursor.eat_while(is_name);
        SyntaxKind::HeredocMarker
    } else {
        SyntaxKind::HeredocStart
    }
}

/// Consumes lines up to the one that is exactly `name`, or up to the end of the text; says which.
pub(super) fn body(cursor: &mut Cursor<'_>, name: &str) -> bool {
    while !cursor.is_end() {
        let line = cursor.line();
        if line == name {
            return true;
        }
        cursor.advance(line.len());
        trivia::line_end(cursor);
    }
    false
}

/// Consumes the line with the end marker.
pub(super) fn end(cursor: &mut Cursor<'_>) {
    cursor.eat_line();
    trivia::line_end(cursor);
}
