//! The parser's machinery: looking at tokens, noting events and errors. The language is in [`grammar`](crate::grammar).

use pan_diagnostics::{Code, Span, codes::parse};

use crate::error::SyntaxError;
use crate::event::Event;
use crate::kind::SyntaxKind;
use crate::lexer::Lexed;

/// How deep blocks, brackets, types and control structures may be nested. Lowering and evaluation recurse as deep as the
/// text is nested, and this is what keeps them from running out of stack.
pub const MAX_NESTING: u32 = 400;

/// How many operators may follow each other on one level, as in `a + b + c`. The trees of such chains are deep too.
pub const MAX_CHAIN: u32 = 10_000;

/// After this many errors the rest of a text is not looked at.
const MAX_ERRORS: usize = 50;

/// The state of a parse.
pub(crate) struct Parser<'t> {
    text: &'t str,
    /// Tokens that are not trivia.
    tokens: Vec<(SyntaxKind, Span)>,
    position: usize,
    pub(crate) events: Vec<Event>,
    pub(crate) errors: Vec<SyntaxError>,
    depth: u32,
    /// Set when there is no point in going on: every token from here on is an error already reported.
    stopped: bool,
}

/// A node that was started.
#[must_use = "a started node must be completed or abandoned"]
pub(crate) struct Marker(u32);

/// A node that was completed, and can still be put into another one.
#[derive(Clone, Copy)]
pub(crate) struct Completed {
    start: u32,
}

impl<'t> Parser<'t> {
    pub(crate) fn new(text: &'t str, lexed: &Lexed) -> Self {
        let mut start = 0;
        let mut tokens = Vec::with_capacity(lexed.tokens.len() / 2);
        for token in &lexed.tokens {
            if !token.kind.is_trivia() {
                tokens.push((token.kind, Span::new(start, token.end)));
            }
            start = token.end;
        }
        Self {
            text,
            tokens,
            position: 0,
            events: Vec::new(),
            errors: Vec::new(),
            depth: 0,
            stopped: false,
        }
    }

    /// The kind of the next token.
    pub(crate) fn current(&self) -> SyntaxKind {
        self.nth(0)
    }

    /// The kind of the token `distance` after the next one.
    pub(crate) fn nth(&self, distance: usize) -> SyntaxKind {
        if self.stopped {
            return SyntaxKind::Eof;
        }
        self.tokens
            .get(self.position + distance)
            .map_or(SyntaxKind::Eof, |(kind, _)| *kind)
    }

    pub(crate) fn at(&self, kind: SyntaxKind) -> bool {
        self.current() == kind
    }

    pub(crate) fn at_any(&self, kinds: &[SyntaxKind]) -> bool {
        kinds.contains(&self.current())
    }

    /// The range of the next token; an empty one at the end.
    pub(crate) fn span(&self) -> Span {
        self.tokens
            .get(self.position)
            .map_or_else(|| Span::at(length(self.text)), |(_, span)| *span)
    }

    /// The range of the token before the next one.
    pub(crate) fn last_span(&self) -> Span {
        self.position
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(Span::at(0), |(_, span)| *span)
    }

    /// Whether the next token is the first one of its line.
    pub(crate) fn at_line_start(&self) -> bool {
        let start = self.span().start as usize;
        self.text
            .get(..start)
            .is_some_and(|before| before.is_empty() || before.ends_with(['\n', '\r']))
    }

    pub(crate) fn current_text(&self) -> &'t str {
        self.text.get(self.span().range()).unwrap_or_default()
    }

    /// Consumes the next token, whatever it is.
    pub(crate) fn bump(&mut self) {
        if self.position < self.tokens.len() && !self.stopped {
            self.position += 1;
            self.events.push(Event::Token);
        }
    }

    /// Consumes the next token if it is of this kind.
    pub(crate) fn eat(&mut self, kind: SyntaxKind) -> bool {
        let found = self.at(kind);
        if found {
            self.bump();
        }
        found
    }

    /// Consumes a token of this kind or says that it is missing.
    pub(crate) fn expect(&mut self, kind: SyntaxKind, context: &str) -> bool {
        let found = self.eat(kind);
        if !found {
            self.expected(kind.description(), context);
        }
        found
    }

    /// Says that the next token is not what was expected: "expected X CONTEXT, found Y".
    pub(crate) fn expected(&mut self, what: &str, context: &str) {
        let error = self.expectation(what, context);
        self.report(error);
    }

    /// The error for a next token that is not what was expected.
    pub(crate) fn expectation(&self, what: &str, context: &str) -> SyntaxError {
        let quoted = match what.chars().next() {
            Some(first) if first.is_ascii_punctuation() && first != '\'' => format!("'{what}'"),
            _ => what.to_owned(),
        };
        let context = if context.is_empty() {
            String::new()
        } else {
            format!(" {context}")
        };
        let found = match self.current() {
            SyntaxKind::Eof => "the end of the file".to_owned(),
            kind @ (SyntaxKind::SingleQuoted | SyntaxKind::DoubleQuoted) => kind.description().to_owned(),
            kind if kind.is_keyword() => format!("the reserved word '{}'", self.current_text()),
            _ => format!("'{}'", self.current_text().escape_debug()),
        };
        SyntaxError::new(
            parse::EXPECTED_TOKEN,
            self.span(),
            format!("expected {quoted}{context}, found {found}"),
        )
    }

    /// Notes an error at the next token.
    pub(crate) fn error(&mut self, code: Code, message: impl Into<String>) {
        self.report(SyntaxError::new(code, self.span(), message));
    }

    /// Notes an error, unless there is one at the same place already or the place cannot be trusted any more.
    pub(crate) fn report(&mut self, error: SyntaxError) {
        if self.stopped
            || self
                .errors
                .last()
                .is_some_and(|last| last.span.start == error.span.start)
        {
            return;
        }
        self.errors.push(error);
        self.stopped = self.errors.len() >= MAX_ERRORS;
    }

    /// Goes one level deeper; false if that is too deep, in which case it was reported and the parse stopped. Every call
    /// that gives true needs a call of [`leave`](Parser::leave).
    pub(crate) fn enter(&mut self) -> bool {
        if self.depth >= MAX_NESTING {
            let message = format!("the text is nested more than {MAX_NESTING} levels deep");
            self.error(parse::NESTED_TOO_DEEPLY, message);
            self.stopped = true;
            return false;
        }
        self.depth += 1;
        true
    }

    /// Comes back from [`enter`](Parser::enter).
    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Gives up: a chain of operators is too long.
    pub(crate) fn chain_too_long(&mut self) {
        let message = format!("more than {MAX_CHAIN} operators follow each other");
        self.report(
            SyntaxError::new(parse::NESTED_TOO_DEEPLY, self.span(), message)
                .with_hint("use join() or a loop, or split the expression over several variables"),
        );
        self.stopped = true;
    }

    pub(crate) fn start(&mut self) -> Marker {
        self.events.push(Event::Nothing);
        Marker(u32::try_from(self.events.len() - 1).unwrap_or(u32::MAX))
    }

    pub(crate) fn complete(&mut self, marker: Marker, kind: SyntaxKind) -> Completed {
        if let Some(event) = self.events.get_mut(marker.0 as usize) {
            *event = Event::Start { kind, around: None };
        }
        self.events.push(Event::Finish);
        Completed { start: marker.0 }
    }

    /// Starts a node around a completed one.
    pub(crate) fn start_around(&mut self, inner: Completed) -> Marker {
        let marker = self.start();
        if let Some(Event::Start { around, .. }) = self.events.get_mut(inner.start as usize) {
            *around = Some(marker.0);
        }
        marker
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
