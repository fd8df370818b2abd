//! Statements.

use pan_diagnostics::codes::parse;

use super::{dml, recovery, types};
use crate::error::SyntaxError;
use crate::kind::SyntaxKind::{
    self, Assign, AssignDefault, BindWord, DoubleQuoted, FinalWord, FunctionWord, Identifier, IncludeWord,
    PrefixWord, Semicolon, SingleQuoted, TemplateWord, TypeWord, ValidWord, VariableWord,
};
use crate::parser::Parser;

/// One statement, or what cannot be one up to the next.
pub(super) fn statement(p: &mut Parser<'_>) {
    let statement = p.start();
    let (kind, complete) = match p.current() {
        Semicolon => (SyntaxKind::EmptyStatement, true),
        IncludeWord => (SyntaxKind::IncludeStatement, include(p)),
        PrefixWord => (SyntaxKind::PrefixStatement, prefix(p)),
        ValidWord => (SyntaxKind::ValidStatement, valid(p)),
        BindWord => (SyntaxKind::BindStatement, bind(p)),
        TypeWord => (SyntaxKind::TypeStatement, type_definition(p)),
        FunctionWord => (SyntaxKind::FunctionStatement, function(p)),
        VariableWord => (SyntaxKind::VariableStatement, variable(p)),
        FinalWord if p.following() == VariableWord => (SyntaxKind::VariableStatement, variable(p)),
        SingleQuoted | DoubleQuoted | FinalWord => (SyntaxKind::AssignStatement, assign(p)),
        _ => {
            unknown(p);
            p.complete(statement, SyntaxKind::Error);
            return;
        }
    };
    if !complete || !semicolon(p) {
        recovery::skip_statement(p);
    }
    p.complete(statement, kind);
}

/// The semicolon that ends a statement. A missing one is marked behind what it should follow.
fn semicolon(p: &mut Parser<'_>) -> bool {
    if p.eat(Semicolon) {
        return true;
    }
    let mut error = p.expectation(";", "after the statement");
    let last = p.last_span();
    match p.current() {
        SyntaxKind::LeftBracket => {
            error.code = parse::INDEXED_RESULT;
            "only variables can be indexed".clone_into(&mut error.message);
            error = error.with_hint("assign to a variable first, then index it");
        }
        SyntaxKind::RightBrace => error = error.with_hint("this brace has no opening one"),
        _ if p.at_line_start() => error = error.with_label(last, "a semicolon is missing after this"),
        _ => {}
    }
    p.report(error);
    false
}

fn unknown(p: &mut Parser<'_>) {
    let mut error = p.expectation("a statement", "");
    if p.at(Identifier) && matches!(p.following(), Assign | AssignDefault) {
        error = error.with_hint(format!(
            "write 'variable {}' to set a global variable",
            p.current_text()
        ));
    } else if p.at(TemplateWord) {
        error = error.with_hint("a file holds one template");
    }
    p.report(error);
    recovery::skip_one_and_statement(p);
}

fn include(p: &mut Parser<'_>) -> bool {
    p.bump();
    dml::dml(p, "after 'include'")
}

fn prefix(p: &mut Parser<'_>) -> bool {
    p.bump();
    path(p, "after 'prefix'")
}

fn valid(p: &mut Parser<'_>) -> bool {
    p.bump();
    path(p, "after 'valid'") && p.expect(Assign, "after the path") && dml::dml(p, "after '='")
}

fn bind(p: &mut Parser<'_>) -> bool {
    p.bump();
    path(p, "after 'bind'") && p.expect(Assign, "after the path") && types::full_type(p)
}

fn assign(p: &mut Parser<'_>) -> bool {
    p.eat(FinalWord);
    path(p, "or 'variable' after 'final'") && assign_sign(p, "after the path") && dml::dml(p, "after '='")
}

fn variable(p: &mut Parser<'_>) -> bool {
    p.eat(FinalWord);
    p.bump();
    name(p, "after 'variable'") && assign_sign(p, "after the variable's name") && dml::dml(p, "after '='")
}

fn type_definition(p: &mut Parser<'_>) -> bool {
    p.bump();
    name(p, "after 'type'") && p.expect(Assign, "after the type's name") && types::full_type(p)
}

fn function(p: &mut Parser<'_>) -> bool {
    p.bump();
    name(p, "after 'function'") && p.expect(Assign, "after the function's name") && dml::dml(p, "after '='")
}

fn assign_sign(p: &mut Parser<'_>, context: &str) -> bool {
    if p.eat(AssignDefault) || p.eat(Assign) {
        return true;
    }
    p.expected("'=' or '?='", context);
    false
}

/// A path: one string in quotes.
pub(super) fn path(p: &mut Parser<'_>, context: &str) -> bool {
    if !p.at_any(&[SingleQuoted, DoubleQuoted]) {
        let mut error = p.expectation("a quoted path", context);
        if p.at(SyntaxKind::HeredocMarker) {
            error = error.with_hint("a here-document cannot be a path");
        }
        p.report(error);
        return false;
    }
    let path = p.start();
    p.bump();
    p.complete(path, SyntaxKind::Path);
    true
}

/// The name of something that is defined.
pub(super) fn name(p: &mut Parser<'_>, context: &str) -> bool {
    if p.eat(Identifier) {
        return true;
    }
    if p.current().is_keyword() {
        let message = format!("'{}' is a reserved word and cannot be a name", p.current_text());
        p.report(SyntaxError::new(parse::RESERVED_WORD, p.span(), message));
    } else {
        p.expected("a name", context);
    }
    false
}
