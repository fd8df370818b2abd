//! DML that stands alone, such as that of a command line option.

use std::sync::Arc;

use pan_diagnostics::codes::{syntax, system};
use pan_diagnostics::{Diagnostic, Source};
use pan_syntax::ast::View as _;
use pan_value::{Interner, Value};

use super::Lowering;
use crate::fold::Folder;
use crate::session::on_own_stack;

/// The value of DML that stands alone and needs nothing but itself. `name` says in diagnostics where the text comes from.
///
/// # Errors
/// The text is wrong, or not constant.
pub fn constant(text: &str, name: &str) -> Result<Value, Vec<Diagnostic>> {
    on_own_stack(|| evaluate(text, name))
        .unwrap_or_else(|message| Err(vec![Diagnostic::error(system::INTERNAL, message)]))
}

fn evaluate(text: &str, name: &str) -> Result<Value, Vec<Diagnostic>> {
    let text: Arc<str> = text.into();
    let parse = pan_syntax::parse_dml(&text);
    let source = Source::new(name, name, Arc::clone(&text));
    if !parse.errors.is_empty() {
        return Err(parse.diagnostics(&source));
    }
    let names = Interner::default();
    let mut lowering = Lowering::new(&source, false, &names);
    let Some(dml) = parse.file().dml() else {
        return Ok(Value::Undef);
    };
    let block = lowering.own_block(dml);
    if !lowering.diagnostics.is_empty() {
        return Err(lowering.diagnostics);
    }
    // It cannot be run later either.
    Folder::default().fold_now(&block).ok_or_else(|| {
        lowering.error(syntax::NOT_CONSTANT, dml.span(), "this must be constant");
        lowering.diagnostics
    })
}
