//! Finding the way after an error.

use crate::kind::SyntaxKind::{
    self, BindWord, Eof, FinalWord, FunctionWord, IncludeWord, LeftBrace, PrefixWord, RightBrace, Semicolon,
    TypeWord, ValidWord, VariableWord,
};
use crate::parser::Parser;

/// Words that begin statements. `include` is not among the safe ones: it can also be in a record.
const STATEMENT_WORDS: [SyntaxKind; 7] = [
    VariableWord,
    FunctionWord,
    TypeWord,
    BindWord,
    ValidWord,
    PrefixWord,
    FinalWord,
];

/// Skips to where the next statement probably begins: behind the next semicolon outside braces, or at a word at the beginning of
/// a line that begins a statement. What is skipped goes into an error node.
pub(super) fn skip_statement(p: &mut Parser<'_>) {
    if p.at(Eof) || p.eat(Semicolon) {
        return;
    }
    let error = p.start();
    let mut braces = 0_u32;
    loop {
        match p.current() {
            Eof => break,
            Semicolon if braces == 0 => {
                p.bump();
                break;
            }
            kind if p.at_line_start()
                && (STATEMENT_WORDS.contains(&kind) || (kind == IncludeWord && braces == 0)) =>
            {
                break;
            }
            LeftBrace => braces += 1,
            RightBrace => braces = braces.saturating_sub(1),
            _ => {}
        }
        p.bump();
    }
    p.complete(error, SyntaxKind::Error);
}

/// Skips at least one token, so that loops over statements come to an end.
pub(super) fn skip_one_and_statement(p: &mut Parser<'_>) {
    let error = p.start();
    p.bump();
    p.complete(error, SyntaxKind::Error);
    skip_statement(p);
}
