//! `if` and loops. A constant condition decides at once, and what is never run is dropped.

use pan_diagnostics::codes::syntax;
use pan_syntax::ast::{self, View as _};
use pan_value::Value;

use super::Lowering;
use crate::ir::{Expr, Foreach, Span, VarBase, VarRef};

impl Lowering<'_> {
    pub(super) fn conditional(&mut self, tree: ast::If<'_>) -> Expr {
        let condition = self.part(tree.condition());
        let decided = self.decided(&condition, tree.condition());

        let before_then = self.mark();
        let then = self.part(tree.then());
        if decided == Some(false) {
            self.forget(before_then);
        }
        let before_otherwise = self.mark();
        let otherwise = tree.otherwise().map(|dml| self.dml(dml));
        if decided == Some(true) {
            self.forget(before_otherwise);
        }
        match decided {
            Some(true) => then,
            Some(false) => otherwise.unwrap_or(Expr::Constant(Value::Undef)),
            None => Expr::If {
                condition: Box::new(condition),
                then: Box::new(then),
                otherwise: otherwise.map(Box::new),
                span: tree.span(),
            },
        }
    }

    pub(super) fn while_loop(&mut self, tree: ast::While<'_>) -> Expr {
        let condition = self.part(tree.condition());
        let decided = self.decided(&condition, tree.condition());
        let mark = self.mark();
        let body = self.part(tree.body());
        if decided == Some(false) {
            self.forget(mark);
            return Expr::Constant(Value::Undef);
        }
        Expr::While {
            condition: Box::new(condition),
            body: Box::new(body),
            span: tree.span(),
        }
    }

    pub(super) fn for_loop(&mut self, tree: ast::For<'_>) -> Expr {
        Expr::For {
            init: Box::new(self.part(tree.init())),
            condition: Box::new(self.part(tree.condition())),
            step: Box::new(self.part(tree.step())),
            body: Box::new(self.part(tree.body())),
            span: tree.span(),
        }
    }

    pub(super) fn foreach_loop(&mut self, tree: ast::Foreach<'_>) -> Expr {
        let key = self.loop_variable(tree.key());
        self.scope.takes_key(&key);
        Expr::Foreach(Box::new(Foreach {
            key,
            value: self.loop_variable(tree.value()),
            resource: self.part(tree.resource()),
            body: self.part(tree.body()),
            span: tree.span(),
        }))
    }

    fn loop_variable(&mut self, tree: Option<ast::Variable<'_>>) -> VarRef {
        let missing = || VarRef::new(VarBase::SelfValue, Box::from([]), Span::default());
        tree.map_or_else(missing, |tree| self.target(tree))
    }

    /// Whether a condition is known; notes one that is known not to be a boolean.
    fn decided(&mut self, condition: &Expr, tree: Option<ast::Dml<'_>>) -> Option<bool> {
        match condition {
            Expr::Constant(Value::Boolean(truth)) => Some(*truth),
            Expr::Constant(other) => {
                let span = tree.map(ast::View::span).unwrap_or_default();
                let message = format!("a condition must be a boolean, not {}", other.type_name());
                self.error(syntax::CONDITION, span, message);
                None
            }
            _ => None,
        }
    }
}
