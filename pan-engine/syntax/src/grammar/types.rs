//! Types.

use super::{dml, statement};
use crate::kind::SyntaxKind::{
    self, Assign, ChoiceWord, Colon, Comma, DotDot, DoubleQuoted, ExtensibleWord, HeredocMarker, Identifier,
    IncludeWord, LeftBrace, LeftBracket, LeftParen, Long, Minus, Question, RightBrace, RightBracket,
    RightParen, SingleQuoted, Star, WithWord,
};
use crate::parser::Parser;

/// A type with its default and validation. Functions here say whether the parser can go on behind what they read.
pub(super) fn full_type(p: &mut Parser<'_>) -> bool {
    if !p.enter() {
        return false;
    }
    let full = p.start();
    let complete = type_spec(p) && default_clause(p) && with_clause(p);
    p.complete(full, SyntaxKind::FullType);
    p.leave();
    complete
}

fn default_clause(p: &mut Parser<'_>) -> bool {
    if !p.at(Assign) {
        return true;
    }
    let clause = p.start();
    p.bump();
    let complete = dml::dml(p, "after '=' of a default");
    p.complete(clause, SyntaxKind::DefaultClause);
    complete
}

fn with_clause(p: &mut Parser<'_>) -> bool {
    if !p.at(WithWord) {
        return true;
    }
    let clause = p.start();
    p.bump();
    let complete = dml::dml(p, "after 'with'");
    p.complete(clause, SyntaxKind::WithClause);
    complete
}

fn type_spec(p: &mut Parser<'_>) -> bool {
    let spec = p.start();
    let mut complete = base_type(p);
    let mut clauses = 0;
    while complete {
        complete = match p.current() {
            LeftBracket => range_in(p, LeftBracket, RightBracket, SyntaxKind::ListClause),
            LeftBrace => range_in(p, LeftBrace, RightBrace, SyntaxKind::DictClause),
            Star => {
                let link = p.start();
                p.bump();
                p.complete(link, SyntaxKind::LinkClause);
                true
            }
            _ => break,
        };
        clauses += 1;
        if clauses > crate::parser::MAX_NESTING {
            p.chain_too_long();
        }
    }
    p.complete(spec, SyntaxKind::TypeSpec);
    complete
}

fn base_type(p: &mut Parser<'_>) -> bool {
    let base = p.start();
    let (kind, complete) = match p.current() {
        ChoiceWord => (SyntaxKind::ChoiceType, choice(p)),
        Identifier => {
            p.bump();
            (SyntaxKind::NamedType, optional_range_clause(p))
        }
        ExtensibleWord | LeftBrace => (SyntaxKind::RecordType, record(p)),
        _ => {
            p.expected("a type", "");
            (SyntaxKind::Error, false)
        }
    };
    p.complete(base, kind);
    complete
}

fn choice(p: &mut Parser<'_>) -> bool {
    p.bump();
    if !p.expect(LeftParen, "after 'choice'") {
        return false;
    }
    loop {
        if !p.at_any(&[SingleQuoted, DoubleQuoted, HeredocMarker]) {
            p.expected("a quoted string", "in the list of choices");
            return false;
        }
        let literal = p.start();
        p.bump();
        p.complete(literal, SyntaxKind::Literal);
        if !p.eat(Comma) {
            return p.expect(RightParen, "after the list of choices");
        }
    }
}

fn record(p: &mut Parser<'_>) -> bool {
    p.eat(ExtensibleWord);
    let open = p.span();
    if !p.expect(LeftBrace, "after 'extensible'") {
        return false;
    }
    while !p.at(RightBrace) {
        if !field(p, open) {
            return false;
        }
    }
    p.bump();
    optional_range_clause(p)
}

fn field(p: &mut Parser<'_>, open: pan_diagnostics::Span) -> bool {
    match p.current() {
        IncludeWord => {
            let include = p.start();
            p.bump();
            let complete = statement::name(p, "of a type after 'include'");
            p.complete(include, SyntaxKind::IncludeField);
            complete
        }
        SingleQuoted | DoubleQuoted => {
            let field = p.start();
            statement::path(p, "");
            let sign = p.eat(Colon) || p.eat(Question);
            if !sign {
                p.expected("':' (required) or '?' (optional)", "after the field's name");
            }
            let complete = sign && full_type(p);
            p.complete(field, SyntaxKind::Field);
            complete
        }
        _ => {
            let error = p.expectation("a field, an include or '}'", "in a record type");
            p.report(error.with_label(open, "the record begins here"));
            false
        }
    }
}

fn optional_range_clause(p: &mut Parser<'_>) -> bool {
    !p.at(LeftParen) || range_in(p, LeftParen, RightParen, SyntaxKind::RangeClause)
}

/// A range, or nothing, in brackets.
fn range_in(p: &mut Parser<'_>, open: SyntaxKind, close: SyntaxKind, kind: SyntaxKind) -> bool {
    let clause = p.start();
    p.expect(open, "");
    if p.at_any(&[Minus, Long, DotDot]) {
        range(p);
    }
    let complete = p.expect(close, "after the range");
    p.complete(clause, kind);
    complete
}

/// `-1..3`, `1..`, `..3` or `3`. A maximum alone cannot be negative: the minimum is then 0.
fn range(p: &mut Parser<'_>) {
    let range = p.start();
    if p.eat(DotDot) {
        p.expect(Long, "after '..'");
    } else {
        p.eat(Minus);
        if p.expect(Long, "as the minimum of the range") && p.eat(DotDot) && p.at_any(&[Minus, Long]) {
            p.eat(Minus);
            p.expect(Long, "as the maximum of the range");
        }
    }
    p.complete(range, SyntaxKind::Range);
}
