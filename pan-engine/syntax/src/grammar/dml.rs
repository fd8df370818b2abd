//! DML: expressions, blocks, calls and variables.

use pan_diagnostics::Span;
use pan_diagnostics::codes::parse;

use super::control::{for_expression, foreach_expression, if_expression, while_expression};
use super::operators::{binding, is_unary};
use super::recovery;
use crate::error::SyntaxError;
use crate::kind::SyntaxKind::{
    self, Assign, Comma, Double, DoubleQuoted, FalseWord, ForWord, ForeachWord, HeredocMarker, Identifier,
    IfWord, LeftBrace, LeftBracket, LeftParen, Long, NullWord, RightBrace, RightBracket, RightParen,
    Semicolon, SingleQuoted, TrueWord, UndefWord, WhileWord,
};
use crate::parser::{Completed, MAX_CHAIN, Parser};

const LITERALS: [SyntaxKind; 9] = [
    Long,
    Double,
    SingleQuoted,
    DoubleQuoted,
    HeredocMarker,
    UndefWord,
    NullWord,
    TrueWord,
    FalseWord,
];

/// An expression or a block: what the grammar allows wherever a value is computed. False if there is none.
pub(super) fn dml(p: &mut Parser<'_>, context: &str) -> bool {
    if !p.enter() {
        return false;
    }
    let complete = match p.current() {
        LeftBrace => block(p),
        Semicolon => {
            let error = SyntaxError::new(parse::EMPTY_EXPRESSION, p.span(), empty(context));
            p.report(error.with_hint("write undef if that is meant"));
            false
        }
        _ => assignment(p, context),
    };
    p.leave();
    complete
}

fn empty(context: &str) -> String {
    let context = if context.is_empty() {
        String::new()
    } else {
        format!(" {context}")
    };
    format!("expected an expression{context}, found ';'")
}

fn block(p: &mut Parser<'_>) -> bool {
    let open = p.span();
    let block = p.start();
    p.bump();
    if p.at(RightBrace) {
        let error = SyntaxError::new(
            parse::EMPTY_BLOCK,
            open.cover(p.span()),
            "a block must hold an expression",
        );
        p.report(error.with_hint("write dict() for an empty dict, undef for no value"));
    } else {
        block_items(p, open);
    }
    let closed = p.eat(RightBrace);
    if !closed {
        not_closed(p, open);
    }
    p.complete(block, SyntaxKind::Block);
    closed
}

/// What is between the braces. Something wrong in one item does not hide the next ones.
fn block_items(p: &mut Parser<'_>, open: Span) {
    while !recovery::begins_statement(p) {
        if !dml(p, "in the block") {
            recovery::skip_in_block(p);
        } else if !p.at_any(&[Semicolon, RightBrace, SyntaxKind::Eof]) && !recovery::begins_statement(p) {
            not_closed(p, open);
            recovery::skip_in_block(p);
        }
        if !p.eat(Semicolon) || p.at(RightBrace) {
            break;
        }
    }
}

fn not_closed(p: &mut Parser<'_>, open: Span) {
    let error = p.expectation("';' or '}'", "in the block");
    let error = indexing_hint(p, error.with_label(open, "the block begins here"));
    p.report(error);
}

/// `a = b = value`, or an expression without assignment.
fn assignment(p: &mut Parser<'_>, context: &str) -> bool {
    let marker = p.start();
    let mut targets = 0_u32;
    loop {
        if !p.at(Identifier) || p.following() == LeftParen {
            break;
        }
        let target = variable(p);
        if !p.eat(Assign) {
            // Not a target but the first operand of the value.
            let complete = binary(p, target, 0);
            return finish_assignment(p, marker, targets, complete);
        }
        targets += 1;
        if targets > MAX_CHAIN {
            p.chain_too_long();
            break;
        }
    }
    let complete = match p.current() {
        IfWord => if_expression(p),
        WhileWord => while_expression(p),
        ForWord => for_expression(p),
        ForeachWord => foreach_expression(p),
        LeftBrace if targets > 0 => {
            block_as_value(p);
            false
        }
        _ => match operand(p, if targets > 0 { "after '='" } else { context }) {
            Some(first) => binary(p, first, 0),
            None => false,
        },
    };
    finish_assignment(p, marker, targets, complete)
}

fn finish_assignment(
    p: &mut Parser<'_>,
    marker: crate::parser::Marker,
    targets: u32,
    complete: bool,
) -> bool {
    if targets > 0 {
        p.complete(marker, SyntaxKind::AssignExpr);
    }
    complete
}

fn block_as_value(p: &mut Parser<'_>) {
    let error = SyntaxError::new(
        parse::BLOCK_AS_VALUE,
        p.span(),
        "a block cannot be assigned to a variable in DML",
    );
    p.report(error.with_hint("put parentheses around the block"));
}

/// What follows a first operand, with operators that bind more tightly than `limit`.
fn binary(p: &mut Parser<'_>, mut left: Completed, limit: u8) -> bool {
    let mut chain = 0;
    while let Some(tightness) = binding(p.current()) {
        if tightness <= limit {
            break;
        }
        chain += 1;
        if chain > MAX_CHAIN {
            p.chain_too_long();
            return false;
        }
        let marker = p.start_around(left);
        p.bump();
        let complete = match operand(p, "after the operator") {
            Some(right) => binary(p, right, tightness),
            None => false,
        };
        left = p.complete(marker, SyntaxKind::BinaryExpr);
        if !complete {
            return false;
        }
    }
    true
}

/// An operand with at most one unary operator.
fn operand(p: &mut Parser<'_>, context: &str) -> Option<Completed> {
    if !is_unary(p.current()) {
        return primary(p, context);
    }
    let marker = p.start();
    p.bump();
    let complete = if is_unary(p.current()) {
        let error = SyntaxError::new(
            parse::REPEATED_OPERATOR,
            p.span(),
            "unary operators cannot follow each other",
        );
        p.report(error.with_hint("put the inner one and its operand in parentheses"));
        false
    } else {
        primary(p, "after the operator").is_some()
    };
    let unary = p.complete(marker, SyntaxKind::UnaryExpr);
    complete.then_some(unary)
}

fn primary(p: &mut Parser<'_>, context: &str) -> Option<Completed> {
    match p.current() {
        Identifier if p.following() == LeftParen => call(p),
        Identifier => Some(variable(p)),
        LeftParen => parentheses(p),
        kind if LITERALS.contains(&kind) => Some(literal(p)),
        LeftBrace => {
            let error = SyntaxError::new(parse::BLOCK_AS_VALUE, p.span(), "a block cannot be an operand");
            p.report(error.with_hint("put parentheses around the block"));
            None
        }
        IfWord | WhileWord | ForWord | ForeachWord => {
            let message = format!("'{}' cannot be an operand", p.current_text());
            let error = SyntaxError::new(parse::EXPECTED_TOKEN, p.span(), message);
            p.report(error.with_hint("put parentheses around it"));
            None
        }
        kind if kind.is_keyword() => {
            let message = format!(
                "'{}' is a reserved word and cannot be a variable",
                p.current_text()
            );
            p.error(parse::RESERVED_WORD, message);
            None
        }
        _ => {
            p.expected("an expression", context);
            None
        }
    }
}

fn literal(p: &mut Parser<'_>) -> Completed {
    let marker = p.start();
    let (kind, text, span) = (p.current(), p.current_text(), p.span());
    p.bump();
    let joined = span.end == p.span().start && p.at_any(&[Long, Double, Identifier]);
    if joined && matches!(kind, Long | Double) {
        let message = format!("'{text}{}' is not a number", p.current_text());
        let error = SyntaxError::new(parse::BAD_NUMBER, span.cover(p.span()), message);
        let octal = text.starts_with('0') && p.at(Long);
        let hint = if octal {
            "numbers that begin with 0 are octal; leave the zeros out"
        } else {
            "a name cannot follow a number"
        };
        p.report(error.with_hint(hint));
        p.bump();
    }
    p.complete(marker, SyntaxKind::Literal)
}

fn parentheses(p: &mut Parser<'_>) -> Option<Completed> {
    let open = p.span();
    let marker = p.start();
    p.bump();
    let inner = dml(p, "in parentheses");
    let closed = inner && close(p, RightParen, open, "parenthesis");
    let completed = p.complete(marker, SyntaxKind::ParenExpr);
    closed.then_some(completed)
}

/// A call. A comma may come before the first and after the last argument, as in the reference.
fn call(p: &mut Parser<'_>) -> Option<Completed> {
    let marker = p.start();
    p.bump();
    let open = p.span();
    p.bump();
    let mut complete = p.at_any(&[RightParen, Comma]) || dml(p, "as argument");
    while complete && p.eat(Comma) && !p.at(RightParen) {
        complete = dml(p, "as argument");
    }
    let closed = complete && close(p, RightParen, open, "list of arguments");
    let call = p.complete(marker, SyntaxKind::CallExpr);
    closed.then_some(call)
}

/// A variable with its indexes.
pub(super) fn variable(p: &mut Parser<'_>) -> Completed {
    let marker = p.start();
    p.bump();
    while p.at(LeftBracket) {
        let open = p.span();
        let index = p.start();
        p.bump();
        let complete = dml(p, "as index") && close(p, RightBracket, open, "index");
        p.complete(index, SyntaxKind::Index);
        if !complete {
            break;
        }
    }
    p.complete(marker, SyntaxKind::Variable)
}

/// The closing bracket of what began at `open`.
fn close(p: &mut Parser<'_>, kind: SyntaxKind, open: Span, what: &str) -> bool {
    if p.eat(kind) {
        return true;
    }
    let wanted = if kind == RightParen && what == "list of arguments" {
        "',' or ')'"
    } else {
        kind.description()
    };
    let error = p.expectation(wanted, &format!("after the {what}"));
    p.report(indexing_hint(
        p,
        error.with_label(open, format!("the {what} begins here")),
    ));
    false
}

/// Explains a `[` after something that is not a variable.
fn indexing_hint(p: &Parser<'_>, error: SyntaxError) -> SyntaxError {
    if p.at(LeftBracket) {
        let label = error.label;
        let error = SyntaxError::new(parse::INDEXED_RESULT, error.span, "only variables can be indexed");
        SyntaxError { label, ..error }.with_hint("assign to a variable first, then index it")
    } else {
        error
    }
}
