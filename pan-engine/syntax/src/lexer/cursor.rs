//! A position in a text.

/// Reads a text byte by byte. Bytes of characters outside ASCII are never special to the language, so that only
/// [`advance_char`](Cursor::advance_char) has to know about characters.
pub(super) struct Cursor<'t> {
    text: &'t str,
    offset: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, offset: 0 }
    }

    pub(super) fn is_end(&self) -> bool {
        self.offset >= self.text.len()
    }

    /// The offset in bytes. Texts of 4 GiB and more are refused before they are lexed.
    pub(super) fn offset(&self) -> u32 {
        u32::try_from(self.offset).unwrap_or(u32::MAX)
    }

    /// The next byte, 0 at the end.
    pub(super) fn peek(&self) -> u8 {
        self.peek_at(0)
    }

    /// The byte `distance` after the next one, 0 behind the end.
    pub(super) fn peek_at(&self, distance: usize) -> u8 {
        self.text
            .as_bytes()
            .get(self.offset + distance)
            .copied()
            .unwrap_or(0)
    }

    /// The text not yet read.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    /// The text read since `start`.
    pub(super) fn since(&self, start: u32) -> &'t str {
        self.text.get(start as usize..self.offset).unwrap_or_default()
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.offset = (self.offset + bytes).min(self.text.len());
    }

    pub(super) fn advance_char(&mut self) {
        self.advance(self.rest().chars().next().map_or(0, char::len_utf8));
    }

    pub(super) fn eat_while(&mut self, accept: impl Fn(u8) -> bool) {
        let bytes = self.text.as_bytes();
        let mut offset = self.offset;
        while bytes.get(offset).is_some_and(|byte| accept(*byte)) {
            offset += 1;
        }
        self.offset = offset;
    }

    /// The rest of the line, the line end left out.
    pub(super) fn line(&self) -> &'t str {
        let rest = self.rest();
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        rest.get(..length).unwrap_or(rest)
    }

    /// Consumes the rest of the line, the line end left out.
    pub(super) fn eat_line(&mut self) {
        self.offset += self.line().len();
    }
}
