//! The grammar: one function for each construct, which expects to stand at its beginning and leaves the parser behind it.

mod control;
mod dml;
mod operators;
mod recovery;
mod statement;
mod template;
mod types;

use crate::kind::SyntaxKind;
use crate::parser::Parser;

/// A whole text: a template.
pub(crate) fn template(p: &mut Parser<'_>) {
    template::template(p);
}

/// A whole text that is one DML expression or block.
pub(crate) fn dml_alone(p: &mut Parser<'_>) {
    let file = p.start();
    dml::dml(p, "");
    if !p.at(SyntaxKind::Eof) {
        p.expected("the end of the expression", "");
    }
    p.complete(file, SyntaxKind::File);
}
