//! Syntax of the Pan language: lexer, parser, lossless tree, typed views.
//!
//! [`parse`] turns any text into a [`Parse`]: a tree whose text is the text, byte for byte, and a list of errors. It never fails
//! and never panics; a tree with errors is still good for everything but running it. This crate knows grammar only: what a path or
//! a call means is for the evaluation crate's lowering.

pub mod annotation;
pub mod ast;
mod error;
mod grammar;
mod kind;
pub mod lexer;
pub mod literal;
mod parser;
mod tree;

use std::sync::Arc;

use pan_diagnostics::{Diagnostic, Source, Span, codes};

pub use error::SyntaxError;
pub use kind::SyntaxKind;
pub use parser::{MAX_CHAIN, MAX_NESTING};
pub use tree::{Element, Node, TokenRef, Tree};

/// Texts longer than this many bytes are refused.
pub const MAX_LENGTH: usize = 256 * 1024 * 1024;

/// The outcome of parsing a text.
#[derive(Debug)]
pub struct Parse {
    /// The tree; always there.
    pub tree: Tree,
    /// What is wrong, in order of place. Empty for a correct text.
    pub errors: Vec<SyntaxError>,
}

impl Parse {
    /// The typed view of the root.
    #[must_use]
    pub fn file(&self) -> ast::File<'_> {
        ast::File::new(self.tree.root())
    }

    /// The errors as diagnostics about this source, which must hold the text parsed.
    #[must_use]
    pub fn diagnostics(&self, source: &Arc<Source>) -> Vec<Diagnostic> {
        self.errors.iter().map(|error| error.diagnostic(source)).collect()
    }
}

/// Parses the text of a template.
///
/// Strings with backslashes before quotes are read as the reference reads them; when that gives an incorrect text and the
/// usual reading a correct one, the usual reading counts (see [`lexer::Quoting`]).
#[must_use]
pub fn parse(text: &Arc<str>) -> Parse {
    parse_with(text, grammar::template)
}

/// Parses a text that is DML alone, as given on a command line. The root holds the expression.
#[must_use]
pub fn parse_dml(text: &Arc<str>) -> Parse {
    parse_with(text, grammar::dml_alone)
}

fn parse_with(text: &Arc<str>, entry: fn(&mut parser::Parser<'_>)) -> Parse {
    if text.len() > MAX_LENGTH {
        let message = format!(
            "the text has {} bytes; at most {MAX_LENGTH} are allowed",
            text.len()
        );
        let tree = Tree::empty();
        return Parse {
            tree,
            errors: vec![SyntaxError::new(codes::parse::TOO_LARGE, Span::at(0), message)],
        };
    }
    let (parse, ambiguous) = parse_quoted(text, lexer::Quoting::Longest, entry);
    if !ambiguous || parse.errors.is_empty() {
        return parse;
    }
    let (usual, _) = parse_quoted(text, lexer::Quoting::Paired, entry);
    if usual.errors.is_empty() { usual } else { parse }
}

fn parse_quoted(
    text: &Arc<str>,
    quoting: lexer::Quoting,
    entry: fn(&mut parser::Parser<'_>),
) -> (Parse, bool) {
    let mut lexed = lexer::lex(text, quoting);
    let mut parser = parser::Parser::new(text, &lexed);
    entry(&mut parser);
    let (nodes, errors) = parser.finish();
    let errors = merge(std::mem::take(&mut lexed.errors), errors);
    let tree = Tree::new(Arc::clone(text), nodes, lexed.tokens, lexed.heredocs);
    (Parse { tree, errors }, lexed.ambiguous)
}

/// Joins the errors of lexer and parser by place. Where both complain about one token, the lexer knows better.
fn merge(lexer: Vec<SyntaxError>, parser: Vec<SyntaxError>) -> Vec<SyntaxError> {
    let same = |error: &SyntaxError| lexer.iter().any(|known| known.span.start == error.span.start);
    let mut errors: Vec<SyntaxError> = parser.into_iter().filter(|error| !same(error)).collect();
    errors.extend(lexer);
    errors.sort_by_key(|error| error.span.start);
    errors
}
