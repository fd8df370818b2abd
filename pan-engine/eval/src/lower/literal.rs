//! Literals.

use pan_diagnostics::Class;
use pan_diagnostics::codes::syntax;
use pan_syntax::ast::{self, LiteralValue, View as _};
use pan_syntax::literal::long;
use pan_value::{Value, parse_double};

use super::Lowering;
use crate::ir::{Expr, Span};

impl Lowering<'_> {
    pub(super) fn literal(&mut self, literal: ast::Literal<'_>) -> Expr {
        Expr::Constant(match literal.value() {
            None | Some(LiteralValue::Undef) => Value::Undef,
            Some(LiteralValue::Null) => Value::Null,
            Some(LiteralValue::Boolean(truth)) => Value::Boolean(truth),
            Some(LiteralValue::Double(text)) => Value::Double(parse_double(text).unwrap_or_default()),
            Some(LiteralValue::String(text)) => self.string(&text),
            Some(LiteralValue::Long(text)) => match long(text, false) {
                Some(number) => Value::Long(number),
                None => return self.too_large(text, literal.span()),
            },
        })
    }

    /// A minus before a whole number belongs to it, so that the smallest number can be written.
    pub(super) fn negative_literal(&mut self, operand: ast::Dml<'_>, span: Span) -> Option<Expr> {
        let ast::Dml::Literal(literal) = operand else {
            return None;
        };
        let Some(LiteralValue::Long(text)) = literal.value() else {
            return None;
        };
        Some(match long(text, true) {
            Some(number) => Expr::Constant(Value::Long(number)),
            None => self.too_large(text, span),
        })
    }

    /// As in the reference, this is a system error.
    fn too_large(&mut self, text: &str, span: Span) -> Expr {
        let message = format!("{text} does not fit in 64 bits");
        self.error_of_class(Class::System, syntax::NUMBER_TOO_LARGE, span, message)
    }
}
