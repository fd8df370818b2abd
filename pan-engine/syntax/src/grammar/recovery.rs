//! Finding the way after an error.

use crate::kind::SyntaxKind::{
    self, Assign, AssignDefault, BindWord, DoubleQuoted, Eof, FinalWord, FunctionWord, IncludeWord,
    LeftBrace, PrefixWord, RightBrace, Semicolon, SingleQuoted, TypeWord, ValidWord, VariableWord,
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

/// Whether the next token, at the beginning of a line, begins a statement and nothing else.
pub(super) fn begins_statement(p: &Parser<'_>) -> bool {
    let begins = match p.current() {
        SingleQuoted | DoubleQuoted => matches!(p.following(), Assign | AssignDefault),
        kind => STATEMENT_WORDS.contains(&kind),
    };
    begins && p.at_line_start()
}

/// Skips to where the next statement probably begins: behind the next semicolon outside braces, or at what begins a statement
/// at the beginning of a line. What is skipped goes into an error node.
pub(super) fn skip_statement(p: &mut Parser<'_>) {
    if p.at(Eof) || p.eat(Semicolon) || begins_statement(p) {
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
            IncludeWord if braces == 0 && p.at_line_start() => break,
            _ if begins_statement(p) => break,
            LeftBrace => braces += 1,
            RightBrace => braces = braces.saturating_sub(1),
            _ => {}
        }
        p.bump();
    }
    p.complete(error, SyntaxKind::Error);
}

/// Skips to the semicolon or brace that ends what is wrong in a block, or to what begins a statement.
pub(super) fn skip_in_block(p: &mut Parser<'_>) {
    if p.at_any(&[Eof, Semicolon, RightBrace]) || begins_statement(p) {
        return;
    }
    let error = p.start();
    let mut braces = 0_u32;
    loop {
        match p.current() {
            Eof => break,
            Semicolon | RightBrace if braces == 0 => break,
            _ if begins_statement(p) => break,
            LeftBrace => braces += 1,
            RightBrace => braces -= 1,
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
