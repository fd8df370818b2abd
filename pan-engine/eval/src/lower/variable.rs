//! Variables, read and set.

use pan_diagnostics::codes::syntax;
use pan_syntax::ast::{self, View as _};
use pan_value::Term;

use super::Lowering;
use crate::builtin::special::check_target;
use crate::ir::{Expr, VarBase, VarRef};

impl Lowering<'_> {
    /// A variable with its indexes.
    pub(super) fn variable(&mut self, tree: ast::Variable<'_>) -> VarRef {
        let (name, name_span) = tree.name().unwrap_or_default();
        let base = if name == "SELF" {
            self.self_uses.push(name_span);
            VarBase::SelfValue
        } else {
            let name = self.key(name);
            VarBase::Named(self.scope.slot(name))
        };
        let terms = tree.indexes().map(|index| self.restricted(index.dml())).collect();
        VarRef::new(base, terms, tree.span())
    }

    /// A variable to be set.
    pub(super) fn target(&mut self, tree: ast::Variable<'_>) -> VarRef {
        let variable = self.variable(tree);
        let name = self.variable_name(&variable).to_owned();
        if let Err(message) = check_target(&name, !variable.terms.is_empty()) {
            self.error(syntax::AUTOMATIC_VARIABLE, variable.span, message);
        }
        self.check_terms(&variable);
        variable
    }

    /// The name of a variable.
    pub(super) fn variable_name(&self, variable: &VarRef) -> &str {
        match variable.base {
            VarBase::SelfValue => "SELF",
            VarBase::Named(slot) => self.scope.name(slot),
        }
    }

    /// Whether the constant indexes of a variable that is to be set can be indexes at all.
    pub(super) fn check_terms(&mut self, variable: &VarRef) {
        for term in &variable.terms {
            if let Expr::Constant(value) = term
                && let Err(error) = Term::from_value(value)
            {
                self.error(syntax::INVALID_INDEX, variable.span, error.to_string());
            }
        }
    }

    /// Lowers an argument or index, where `return` and `error` are not allowed.
    pub(super) fn restricted(&mut self, dml: Option<ast::Dml<'_>>) -> Expr {
        let mark = self.mark();
        let lowered = self.part(dml);
        if let Some(exit) = self.exits.get(mark.exits).copied() {
            self.exits.truncate(mark.exits);
            let name = self
                .source
                .slice(exit)
                .split(|c: char| !c.is_ascii_alphabetic())
                .next()
                .unwrap_or_default()
                .to_owned();
            let message = format!("{name}() cannot be called in an argument or an index");
            self.error(syntax::RESTRICTED_CALL, exit, message);
        }
        lowered
    }
}
