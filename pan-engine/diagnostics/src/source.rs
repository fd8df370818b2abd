//! Source texts and places in them.

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::Span;

/// One source text with what is needed to talk about it. Shared by everything that was made from it.
pub struct Source {
    name: Arc<str>,
    location: Arc<str>,
    text: Arc<str>,
    lines: OnceLock<Box<[u32]>>,
}

/// A place as people count: both numbers start at 1, columns are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Source {
    /// A source named `name` (of the template, or what stands for it) that was found at `location` (a file name, a URI, a
    /// path in a commit: whatever its reader will recognise).
    #[must_use]
    pub fn new(
        name: impl Into<Arc<str>>,
        location: impl Into<Arc<str>>,
        text: impl Into<Arc<str>>,
    ) -> Arc<Self> {
        Arc::new(Self {
            name: name.into(),
            location: location.into(),
            text: text.into(),
            lines: OnceLock::new(),
        })
    }

    /// The template's full name.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Where the text was found.
    #[must_use]
    pub fn location(&self) -> &Arc<str> {
        &self.location
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The text under `span`; empty if the span is not inside the text or cuts a character.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The line, from 1, that holds this byte offset.
    #[must_use]
    pub fn line(&self, offset: u32) -> u32 {
        let line = self.lines().partition_point(|start| *start <= offset);
        u32::try_from(line).unwrap_or(u32::MAX).max(1)
    }

    /// The line and column of this byte offset. Offsets behind the end count as the end.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let line = self.line(offset);
        let start = self.lines().get(line as usize - 1).copied().unwrap_or(0);
        let end = (offset as usize).min(self.text.len());
        let before = self.text.get(start as usize..end).unwrap_or_default();
        LineColumn {
            line,
            column: u32::try_from(before.chars().count()).unwrap_or(u32::MAX - 1) + 1,
        }
    }

    /// The offset of the first byte of a line, counted from 1; the end of the text for lines that do not exist.
    #[must_use]
    pub fn line_start(&self, line: u32) -> u32 {
        let length = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.lines()
            .get((line as usize).saturating_sub(1))
            .copied()
            .unwrap_or(length)
    }

    /// The offset just after the last byte of a line, its terminator left out.
    #[must_use]
    pub fn line_end(&self, line: u32) -> u32 {
        let (start, next) = (self.line_start(line), self.line_start(line.saturating_add(1)));
        let text = self.slice(Span::new(start, next)).trim_end_matches(['\n', '\r']);
        start + u32::try_from(text.len()).unwrap_or(0)
    }

    /// Offsets of the first byte of every line. A line ends with `\n`, `\r` or both, as in the language.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for (index, byte) in bytes.iter().enumerate() {
                if *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n')) {
                    starts.push(u32::try_from(index + 1).unwrap_or(u32::MAX));
                }
            }
            starts.into_boxed_slice()
        })
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("name", &self.name)
            .field("location", &self.location)
            .finish_non_exhaustive()
    }
}

/// A range in one source.
#[derive(Clone, Debug)]
pub struct Location {
    /// The text.
    pub source: Arc<Source>,
    /// The range in it.
    pub span: Span,
}

impl Location {
    /// The range `span` of `source`.
    #[must_use]
    pub fn new(source: &Arc<Source>, span: Span) -> Self {
        Self {
            source: Arc::clone(source),
            span,
        }
    }

    /// The line where the range begins, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.source.line(self.span.start)
    }

    /// Where the range begins.
    #[must_use]
    pub fn start(&self) -> LineColumn {
        self.source.line_column(self.span.start)
    }

    /// The last character of the range (the reference prints ranges with both ends included).
    #[must_use]
    pub fn last(&self) -> LineColumn {
        let text = self.source.slice(self.span);
        match text.char_indices().next_back() {
            Some((index, _)) => self
                .source
                .line_column(self.span.start + u32::try_from(index).unwrap_or(0)),
            None => self.start(),
        }
    }
}

/// `file:line.column-line.column`, as the reference prints source ranges.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, last) = (self.start(), self.last());
        write!(
            f,
            "{}:{}.{}-{}.{}",
            self.source.location, start.line, start.column, last.line, last.column
        )
    }
}

impl PartialEq for Location {
    fn eq(&self, other: &Self) -> bool {
        self.span == other.span
            && (Arc::ptr_eq(&self.source, &other.source) || self.source.location == other.source.location)
    }
}

impl Eq for Location {}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: u32) -> (u32, u32) {
        let place = Source::new("t", "t.pan", text).line_column(offset);
        (place.line, place.column)
    }

    #[test]
    fn lines_end_with_any_of_the_three_terminators() {
        let text = "a\nb\r\nc\rd";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, 1), (1, 2));
        assert_eq!(at(text, 2), (2, 1));
        assert_eq!(at(text, 5), (3, 1));
        assert_eq!(at(text, 7), (4, 1));
        assert_eq!(at(text, 99), (4, 2));
    }

    #[test]
    fn columns_are_characters() {
        assert_eq!(at("é€x", 5), (1, 3));
    }

    #[test]
    fn a_location_prints_both_ends_included() {
        let source = Source::new("t", "dir/t.pan", "template t;\nfoo bar\n");
        assert_eq!(
            Location::new(&source, Span::new(12, 15)).to_string(),
            "dir/t.pan:2.1-2.3"
        );
        assert_eq!(
            Location::new(&source, Span::at(12)).to_string(),
            "dir/t.pan:2.1-2.1"
        );
    }
}
