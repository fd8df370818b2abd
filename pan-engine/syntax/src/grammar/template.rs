//! The template declaration and the sequence of statements.

use pan_diagnostics::codes::parse;

use super::{recovery, statement};
use crate::error::SyntaxError;
use crate::kind::SyntaxKind::{
    DeclarationWord, Eof, File, Header, ObjectWord, Semicolon, StructureWord, TemplateName, TemplateWord,
    UniqueWord,
};
use crate::parser::Parser;

pub(super) fn template(p: &mut Parser<'_>) {
    let file = p.start();
    if p.at_any(&[
        ObjectWord,
        StructureWord,
        UniqueWord,
        DeclarationWord,
        TemplateWord,
    ]) {
        header(p);
    } else {
        let error = SyntaxError::new(
            parse::MISSING_TEMPLATE,
            p.span(),
            "a file begins with a template declaration",
        );
        p.report(
            error.with_hint("write 'template NAME;', or object, structure, unique or declaration template"),
        );
    }
    while !p.at(Eof) {
        statement::statement(p);
    }
    p.complete(file, File);
}

fn header(p: &mut Parser<'_>) {
    let header = p.start();
    if !p.at(TemplateWord) {
        p.bump();
    }
    let complete = p.expect(TemplateWord, "in the template declaration")
        && p.expect(TemplateName, "after 'template'")
        && p.expect(Semicolon, "after the template's name");
    if !complete {
        recovery::skip_statement(p);
    }
    p.complete(header, Header);
}
