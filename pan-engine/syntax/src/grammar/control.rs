//! `if`, `while`, `for`, `foreach`.

use super::dml::{dml, variable};
use crate::kind::SyntaxKind::{self, ElseWord, Identifier, LeftParen, RightParen, Semicolon};
use crate::parser::Parser;

pub(super) fn if_expression(p: &mut Parser<'_>) -> bool {
    let marker = p.start();
    p.bump();
    let complete = p.expect(LeftParen, "after 'if'")
        && dml(p, "as condition")
        && p.expect(RightParen, "after the condition")
        && dml(p, "after the condition");
    let complete = complete && (!p.eat(ElseWord) || dml(p, "after 'else'"));
    p.complete(marker, SyntaxKind::IfExpr);
    complete
}

pub(super) fn while_expression(p: &mut Parser<'_>) -> bool {
    let marker = p.start();
    p.bump();
    let complete = p.expect(LeftParen, "after 'while'")
        && dml(p, "as condition")
        && p.expect(RightParen, "after the condition")
        && dml(p, "after the condition");
    p.complete(marker, SyntaxKind::WhileExpr);
    complete
}

pub(super) fn for_expression(p: &mut Parser<'_>) -> bool {
    let marker = p.start();
    p.bump();
    let complete = p.expect(LeftParen, "after 'for'")
        && dml(p, "as first part of 'for'")
        && p.expect(Semicolon, "after the first part of 'for'")
        && dml(p, "as condition")
        && p.expect(Semicolon, "after the condition")
        && dml(p, "as third part of 'for'")
        && p.expect(RightParen, "after the third part of 'for'")
        && dml(p, "after 'for (...)'");
    p.complete(marker, SyntaxKind::ForExpr);
    complete
}

pub(super) fn foreach_expression(p: &mut Parser<'_>) -> bool {
    let marker = p.start();
    p.bump();
    let complete = p.expect(LeftParen, "after 'foreach'")
        && loop_variable(p, "for the keys")
        && p.expect(Semicolon, "after the variable for the keys")
        && loop_variable(p, "for the values")
        && p.expect(Semicolon, "after the variable for the values")
        && dml(p, "to loop over")
        && p.expect(RightParen, "after what to loop over")
        && dml(p, "after 'foreach (...)'");
    p.complete(marker, SyntaxKind::ForeachExpr);
    complete
}

fn loop_variable(p: &mut Parser<'_>, context: &str) -> bool {
    if !p.at(Identifier) {
        p.expected("a variable", context);
        return false;
    }
    variable(p);
    true
}
