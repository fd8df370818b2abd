//! From the parser's events to a tree.
//!
//! The parser does not build nodes, it notes where they start and finish. A node that is found to have begun earlier (the left
//! operand of an operator) is noted later with a link from the earlier start. Trivia stay out of the parser's sight and are put
//! in here: before the outermost node that starts there.

use std::sync::Arc;

use pan_diagnostics::Span;

use crate::kind::SyntaxKind;
use crate::lexer::Lexed;
use crate::tree::{Child, NodeData, TokenData, Tree};

/// A step of the parser.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    /// A node starts. If `around` is set, the node started by that later event is around this one.
    Start {
        /// What it is.
        kind: SyntaxKind,
        /// Index of the event that starts the node around it.
        around: Option<u32>,
    },
    /// Nothing: a start that was given up, or one that was already used through `around`.
    Nothing,
    /// The next token that is not trivia.
    Token,
    /// The innermost node ends.
    Finish,
}

/// A node under construction.
struct Open {
    kind: SyntaxKind,
    /// Index of its first child on the stack of children.
    first: usize,
    /// Number of its first token.
    token: usize,
}

struct Builder<'l> {
    lexed: &'l Lexed,
    tree: Tree,
    /// Next token.
    position: usize,
    open: Vec<Open>,
    stack: Vec<Child>,
}

/// Builds the tree.
pub(crate) fn build(text: Arc<str>, lexed: &Lexed, mut events: Vec<Event>) -> Tree {
    let mut start = 0;
    let tokens = lexed.tokens.iter().map(|token| {
        let span = Span::new(start, token.end);
        start = token.end;
        TokenData {
            kind: token.kind,
            parent: 0,
            span,
        }
    });
    let tree = Tree {
        text,
        tokens: tokens.collect(),
        nodes: Vec::new(),
        children: Vec::with_capacity(events.len()),
        heredocs: lexed.heredocs.clone(),
    };
    let mut builder = Builder {
        lexed,
        tree,
        position: 0,
        open: Vec::new(),
        stack: Vec::new(),
    };
    let mut around = Vec::new();
    for index in 0..events.len() {
        match take(&mut events, index) {
            Event::Start { kind, around: link } => {
                around.push(kind);
                let mut next = link;
                while let Some(outer) = next {
                    let Event::Start { kind, around: link } = take(&mut events, outer as usize) else {
                        break;
                    };
                    around.push(kind);
                    next = link;
                }
                while let Some(kind) = around.pop() {
                    builder.start(kind);
                }
            }
            Event::Token => builder.token(),
            Event::Finish => builder.finish(),
            Event::Nothing => {}
        }
    }
    builder.tree
}

fn take(events: &mut [Event], index: usize) -> Event {
    events
        .get_mut(index)
        .map_or(Event::Nothing, |event| std::mem::replace(event, Event::Nothing))
}

impl Builder<'_> {
    fn start(&mut self, kind: SyntaxKind) {
        if !self.open.is_empty() {
            self.trivia();
        }
        self.open.push(Open {
            kind,
            first: self.stack.len(),
            token: self.position,
        });
    }

    fn token(&mut self) {
        self.trivia();
        self.push_token();
    }

    fn trivia(&mut self) {
        while self
            .lexed
            .tokens
            .get(self.position)
            .is_some_and(|token| token.kind.is_trivia())
        {
            self.push_token();
        }
    }

    fn push_token(&mut self) {
        if self.position < self.lexed.tokens.len() {
            self.stack
                .push(Child::Token(u32::try_from(self.position).unwrap_or(u32::MAX)));
            self.position += 1;
        }
    }

    fn finish(&mut self) {
        // The last node is the root: it takes what is left.
        if self.open.len() == 1 {
            while self.position < self.lexed.tokens.len() {
                self.push_token();
            }
        }
        let Some(open) = self.open.pop() else { return };
        let index = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
        let span = self.span(&open);
        let first = self.tree.children.len();
        self.tree.children.extend(self.stack.drain(open.first..));
        for child in self.tree.children.get(first..).unwrap_or_default() {
            match *child {
                Child::Node(node) => {
                    if let Some(data) = self.tree.nodes.get_mut(node as usize) {
                        data.parent = index;
                    }
                }
                Child::Token(token) => {
                    if let Some(data) = self.tree.tokens.get_mut(token as usize) {
                        data.parent = index;
                    }
                }
            }
        }
        let children = (
            u32::try_from(first).unwrap_or(0),
            u32::try_from(self.tree.children.len()).unwrap_or(0),
        );
        self.tree.nodes.push(NodeData {
            kind: open.kind,
            parent: index,
            span,
            children,
        });
        self.stack.push(Child::Node(index));
    }

    /// The range of a node that ends before the next token. One without tokens is an empty range after the token before it.
    fn span(&self, open: &Open) -> Span {
        let end_of = |position: usize| {
            position
                .checked_sub(1)
                .and_then(|last| self.tree.tokens.get(last))
                .map_or(0, |token| token.span.end)
        };
        let start = match self.tree.tokens.get(open.token) {
            Some(token) if open.token < self.position => token.span.start,
            _ => end_of(open.token),
        };
        Span::new(start, end_of(self.position))
    }
}
