//! The parser's machinery: looking at tokens, making nodes, noting errors. The language is in [`grammar`](crate::grammar).
//!
//! Nodes are made when they are complete, behind everything that is in them. So a node that is found to have begun earlier
//! (around the left operand of an operator) is made like any other. Trivia stay out of the grammar's sight: those before a node
//! belong to the outermost node that does not begin with it.

use pan_diagnostics::{Code, Span, codes::parse};

use crate::error::SyntaxError;
use crate::kind::SyntaxKind;
use crate::lexer::{Lexed, Token};
use crate::tree::{NONE, NodeData};

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
    tokens: &'t [Token],
    /// Number of the next token, which is no trivia.
    position: u32,
    /// The kind of the next token; that of the end if there is none, or no point in going on.
    current: SyntaxKind,
    /// Number behind the last token consumed.
    last: u32,
    /// Number of the first token that is in no node yet: like `last`, but also behind the trivia before a node without tokens.
    covered: u32,
    nodes: Vec<NodeData>,
    errors: Vec<SyntaxError>,
    depth: u32,
    /// Set when there is no point in going on: every token from here on is an error already reported.
    stopped: bool,
}

/// A node that was started: the numbers of the first node and the first token that can be in it.
#[must_use = "a started node must be completed or abandoned"]
pub(crate) struct Marker {
    node: u32,
    token: u32,
}

/// A node that was completed, and can still be put into another one.
#[derive(Clone, Copy)]
pub(crate) struct Completed(u32);

impl<'t> Parser<'t> {
    pub(crate) fn new(text: &'t str, lexed: &'t Lexed) -> Self {
        let mut parser = Self {
            text,
            tokens: &lexed.tokens,
            position: 0,
            current: SyntaxKind::Eof,
            last: 0,
            covered: 0,
            nodes: Vec::with_capacity(lexed.tokens.len() / 2 + 4),
            errors: Vec::new(),
            depth: 0,
            stopped: false,
        };
        parser.move_to(0);
        parser
    }

    /// Moves to the first token from this number on that is no trivia.
    fn move_to(&mut self, from: u32) {
        (self.position, self.current) = self.significant(from);
    }

    /// The first token from this number on that is no trivia, and its kind.
    fn significant(&self, from: u32) -> (u32, SyntaxKind) {
        let mut position = from;
        while let Some(token) = self.tokens.get(position as usize) {
            if !token.kind.is_trivia() {
                return (position, token.kind);
            }
            position += 1;
        }
        (position, SyntaxKind::Eof)
    }

    /// The offset at which a token begins.
    fn offset(&self, position: u32) -> u32 {
        let before = (position as usize).checked_sub(1);
        before
            .and_then(|before| self.tokens.get(before))
            .map_or(0, |token| token.end)
    }

    /// The kind of the next token.
    pub(crate) fn current(&self) -> SyntaxKind {
        self.current
    }

    /// The kind of the token after the next one.
    pub(crate) fn following(&self) -> SyntaxKind {
        if self.stopped {
            return SyntaxKind::Eof;
        }
        self.significant(self.position + 1).1
    }

    pub(crate) fn at(&self, kind: SyntaxKind) -> bool {
        self.current() == kind
    }

    pub(crate) fn at_any(&self, kinds: &[SyntaxKind]) -> bool {
        kinds.contains(&self.current())
    }

    /// The range of the next token; an empty one at the end.
    pub(crate) fn span(&self) -> Span {
        match self.tokens.get(self.position as usize) {
            Some(token) => Span::new(self.offset(self.position), token.end),
            None => Span::at(length(self.text)),
        }
    }

    /// The range of the token before the next one.
    pub(crate) fn last_span(&self) -> Span {
        match self.last.checked_sub(1) {
            Some(last) => Span::new(self.offset(last), self.offset(self.last)),
            None => Span::at(0),
        }
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
        if self.current != SyntaxKind::Eof {
            self.last = self.position + 1;
            self.covered = self.last;
            self.move_to(self.last);
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
        if self.errors.len() >= MAX_ERRORS {
            self.stop();
        }
    }

    /// Goes one level deeper; false if that is too deep, in which case it was reported and the parse stopped. Every call
    /// that gives true needs a call of [`leave`](Parser::leave).
    pub(crate) fn enter(&mut self) -> bool {
        if self.depth >= MAX_NESTING {
            let message = format!("the text is nested more than {MAX_NESTING} levels deep");
            self.error(parse::NESTED_TOO_DEEPLY, message);
            self.stop();
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
        self.stop();
    }

    /// There is no point in going on.
    fn stop(&mut self) {
        self.stopped = true;
        self.current = SyntaxKind::Eof;
    }

    pub(crate) fn start(&self) -> Marker {
        Marker {
            node: self.next_node(),
            token: self.position,
        }
    }

    fn next_node(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(NONE)
    }

    pub(crate) fn complete(&mut self, marker: Marker, kind: SyntaxKind) -> Completed {
        let index = self.next_node();
        // From the last child to the first.
        let (mut behind, mut first_child) = (index, NONE);
        while behind > marker.node
            && let Some(child) = self.nodes.get_mut(behind as usize - 1)
        {
            let next = std::mem::replace(&mut first_child, behind - 1);
            behind = std::mem::replace(&mut child.next, next);
            child.parent = index;
        }
        if marker.token == self.position {
            // A node without tokens stands behind the trivia.
            self.covered = self.position;
        }
        self.nodes.push(NodeData {
            kind,
            parent: index,
            next: marker.node,
            first_child,
            tokens: (marker.token, self.covered),
        });
        Completed(index)
    }

    /// Starts a node around a completed one.
    pub(crate) fn start_around(&mut self, inner: Completed) -> Marker {
        match self.nodes.get(inner.0 as usize) {
            Some(inner) => Marker {
                node: inner.next,
                token: inner.tokens.0,
            },
            None => self.start(),
        }
    }

    /// The nodes and what is wrong.
    pub(crate) fn finish(self) -> (Vec<NodeData>, Vec<SyntaxError>) {
        (self.nodes, self.errors)
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
