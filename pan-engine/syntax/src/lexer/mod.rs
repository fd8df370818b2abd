//! Text to tokens.
//!
//! The lexer never fails: every byte of the text ends up in exactly one token, characters that fit nowhere in `Unknown`
//! ones, and what is wrong with a token is said in a [`SyntaxError`]. Like in the reference, tokens are the longest possible
//! ones, and two things depend on what came before: after the word `template` comes a name with slashes, and a line end after
//! a `<<NAME` begins the lines of a here-document.

mod cursor;
mod heredoc;
mod number;
mod quoted;
mod trivia;

use pan_diagnostics::{Span, codes::parse};

pub use quoted::Quoting;

use crate::error::SyntaxError;
use crate::kind::SyntaxKind;
use cursor::Cursor;
use heredoc::Heredocs;

/// One token: its kind and where it ends (it begins where the one before ends).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: SyntaxKind,
    /// Offset just after its last byte.
    pub end: u32,
}

/// What came out of one text.
#[derive(Debug, Default)]
pub struct Lexed {
    /// All tokens in order; together they are the text.
    pub tokens: Vec<Token>,
    /// For each here-document: offset of its marker, and the range of its string (without the end marker).
    pub heredocs: Vec<(u32, Span)>,
    /// What is wrong with single tokens.
    pub errors: Vec<SyntaxError>,
    /// Whether a string would end elsewhere in the other [`Quoting`].
    pub ambiguous: bool,
}

/// Splits a text into tokens.
#[must_use]
pub fn lex(text: &str, quoting: Quoting) -> Lexed {
    Lexer {
        cursor: Cursor::new(text),
        quoting,
        after_template: false,
        heredocs: Heredocs::default(),
        out: Lexed {
            // In templates a token has 6 bytes on average.
            tokens: Vec::with_capacity(text.len() / 5 + 8),
            ..Lexed::default()
        },
    }
    .run()
}

struct Lexer<'t> {
    cursor: Cursor<'t>,
    quoting: Quoting,
    /// The last token was the word `template`.
    after_template: bool,
    heredocs: Heredocs,
    out: Lexed,
}

impl Lexer<'_> {
    fn run(mut self) -> Lexed {
        while !self.cursor.is_end() {
            let start = self.cursor.offset();
            let kind = self.token();
            self.push(kind);
            self.after_template =
                kind == SyntaxKind::TemplateWord || (self.after_template && kind.is_trivia());
            if kind == SyntaxKind::HeredocMarker {
                self.heredocs.open(start, self.cursor.since(start));
            } else if kind == SyntaxKind::Whitespace
                && self.heredocs.waiting()
                && ends_line(self.cursor.since(start))
            {
                self.heredoc_lines();
            }
        }
        self.heredocs.report(&mut self.out.errors);
        self.out
    }

    fn push(&mut self, kind: SyntaxKind) {
        self.out.tokens.push(Token {
            kind,
            end: self.cursor.offset(),
        });
    }

    fn error(&mut self, error: SyntaxError) {
        self.out.errors.push(error);
    }

    /// Consumes one token.
    fn token(&mut self) -> SyntaxKind {
        let start = self.cursor.offset();
        match self.cursor.peek() {
            b' ' | b'\t' | b'\x0c' | b'\n' | b'\r' => {
                trivia::blanks(&mut self.cursor, self.heredocs.waiting())
            }
            b'#' => trivia::comment(&mut self.cursor),
            b'@' if trivia::annotation(&mut self.cursor) => {
                self.check_annotation(start);
                SyntaxKind::Annotation
            }
            byte if self.after_template && trivia::is_template_name(byte) => {
                self.cursor.eat_while(trivia::is_template_name);
                SyntaxKind::TemplateName
            }
            b'\'' if quoted::single(&mut self.cursor) => SyntaxKind::SingleQuoted,
            b'"' if self.double_quoted() => SyntaxKind::DoubleQuoted,
            b'\'' | b'"' => self.unterminated(),
            b'0'..=b'9' => number::number(&mut self.cursor),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                self.cursor.eat_while(is_name);
                SyntaxKind::keyword(self.cursor.since(start)).unwrap_or(SyntaxKind::Identifier)
            }
            _ => self.punctuation(),
        }
    }

    fn double_quoted(&mut self) -> bool {
        let start = self.cursor.offset();
        let Some(string) = quoted::double(&mut self.cursor, self.quoting) else {
            return false;
        };
        self.out.ambiguous |= string.ambiguous;
        let text = self.cursor.since(start);
        if string.escapes
            && let Err(error) = crate::literal::unquote_double(text)
        {
            let span = Span::new(start + error.span.start, start + error.span.end);
            self.error(SyntaxError { span, ..error });
        }
        true
    }

    /// A quote that is never closed: the rest of the line, so that what follows can still be read.
    fn unterminated(&mut self) -> SyntaxKind {
        let start = self.cursor.offset();
        self.cursor.eat_line();
        let quote = self.cursor.since(start).chars().next().unwrap_or('"');
        let span = Span::new(start, self.cursor.offset());
        let error = SyntaxError::new(
            parse::UNTERMINATED_STRING,
            span,
            format!("this string has no closing {quote}"),
        );
        self.error(error.with_hint(match quote {
            '"' => "strings end on their line; write \\n, a backslash at the end of the line, or a here-document",
            _ => "strings in ' end on their line; write '' for a quote in the string, use \" or a here-document",
        }));
        SyntaxKind::Unknown
    }

    fn punctuation(&mut self) -> SyntaxKind {
        let start = self.cursor.offset();
        let (kind, length) = match (self.cursor.peek(), self.cursor.peek_at(1)) {
            (b'{', _) => (SyntaxKind::LeftBrace, 1),
            (b'}', _) => (SyntaxKind::RightBrace, 1),
            (b'(', _) => (SyntaxKind::LeftParen, 1),
            (b')', _) => (SyntaxKind::RightParen, 1),
            (b'[', _) => (SyntaxKind::LeftBracket, 1),
            (b']', _) => (SyntaxKind::RightBracket, 1),
            (b'?', b'=') => (SyntaxKind::AssignDefault, 2),
            (b'?', _) => (SyntaxKind::Question, 1),
            (b':', _) => (SyntaxKind::Colon, 1),
            (b';', _) => (SyntaxKind::Semicolon, 1),
            (b',', _) => (SyntaxKind::Comma, 1),
            (b'=', b'=') => (SyntaxKind::EqualEqual, 2),
            (b'=', _) => (SyntaxKind::Assign, 1),
            (b'+', _) => (SyntaxKind::Plus, 1),
            (b'-', _) => (SyntaxKind::Minus, 1),
            (b'*', _) => (SyntaxKind::Star, 1),
            (b'/', _) => (SyntaxKind::Slash, 1),
            (b'%', _) => (SyntaxKind::Percent, 1),
            (b'!', b'=') => (SyntaxKind::NotEqual, 2),
            (b'!', _) => (SyntaxKind::Bang, 1),
            (b'~', _) => (SyntaxKind::Tilde, 1),
            (b'<', b'<') => {
                self.cursor.advance(2);
                return heredoc::marker(&mut self.cursor);
            }
            (b'<', b'=') => (SyntaxKind::LessEqual, 2),
            (b'<', _) => (SyntaxKind::Less, 1),
            (b'>', b'=') => (SyntaxKind::GreaterEqual, 2),
            (b'>', _) => (SyntaxKind::Greater, 1),
            (b'|', b'|') => (SyntaxKind::OrOr, 2),
            (b'|', _) => (SyntaxKind::Pipe, 1),
            (b'&', b'&') => (SyntaxKind::AndAnd, 2),
            (b'&', _) => (SyntaxKind::Ampersand, 1),
            (b'^', _) => (SyntaxKind::Caret, 1),
            (b'.', b'.') => (SyntaxKind::DotDot, 2),
            _ => {
                self.cursor.advance_char();
                let span = Span::new(start, self.cursor.offset());
                let character = self.cursor.since(start).escape_debug();
                let message = format!("the character '{character}' has no meaning here");
                self.error(SyntaxError::new(parse::UNEXPECTED_CHARACTER, span, message));
                return SyntaxKind::Unknown;
            }
        };
        self.cursor.advance(length);
        kind
    }

    fn check_annotation(&mut self, start: u32) {
        let text = self.cursor.since(start);
        if let Err(message) = crate::annotation::Annotation::parse(text) {
            let span = Span::new(start, self.cursor.offset());
            self.error(SyntaxError::new(parse::BAD_ANNOTATION, span, message));
        }
    }

    /// The lines of all here-documents opened on the line that just ended.
    fn heredoc_lines(&mut self) {
        while let Some(marker) = self.heredocs.next() {
            let start = self.cursor.offset();
            let found = heredoc::body(&mut self.cursor, &marker.name);
            let body = Span::new(start, self.cursor.offset());
            self.out.heredocs.push((marker.offset, body));
            if !body.is_empty() {
                self.push(SyntaxKind::HeredocBody);
            }
            if found {
                heredoc::end(&mut self.cursor);
                self.push(SyntaxKind::HeredocEnd);
            } else {
                self.heredocs.unterminated(marker);
            }
        }
    }
}

/// Whether a byte can be in a name: by table, because most bytes of a text are asked about.
fn is_name(byte: u8) -> bool {
    #[expect(
        clippy::indexing_slicing,
        reason = "made when this is compiled: a wrong index would not compile"
    )]
    const NAMES: [bool; 256] = {
        let mut names = [false; 256];
        let mut byte = 0;
        while byte < 128_u8 {
            names[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_';
            byte += 1;
        }
        names
    };
    NAMES.get(usize::from(byte)).is_some_and(|is| *is)
}

fn ends_line(blanks: &str) -> bool {
    blanks.ends_with(['\n', '\r'])
}

#[cfg(test)]
mod tests;
