//! DML: the dispatch over its forms, and blocks.

use pan_syntax::ast::{self, View as _};

use super::Lowering;
use crate::ir::Expr;

impl Lowering<'_> {
    /// Lowers DML. Recurses as deep as the text is nested, which the parser limits.
    pub(super) fn dml(&mut self, dml: ast::Dml<'_>) -> Expr {
        match dml {
            ast::Dml::Block(block) => self.sequence(block),
            ast::Dml::Paren(paren) => self.part(paren.inner()),
            ast::Dml::Literal(literal) => self.literal(literal),
            ast::Dml::Variable(variable) => Expr::Variable(self.variable(variable)),
            ast::Dml::Call(call) => self.call(call),
            ast::Dml::Unary(unary) => self.unary(unary),
            ast::Dml::Binary(binary) => self.binary(binary),
            ast::Dml::Assign(assign) => self.assignment(assign),
            ast::Dml::If(tree) => self.conditional(tree),
            ast::Dml::While(tree) => self.while_loop(tree),
            ast::Dml::For(tree) => self.for_loop(tree),
            ast::Dml::Foreach(tree) => self.foreach_loop(tree),
        }
    }

    /// Lowers a part that every correct tree has.
    pub(super) fn part(&mut self, dml: Option<ast::Dml<'_>>) -> Expr {
        dml.map_or_else(|| Expr::Sequence(Box::from([])), |dml| self.dml(dml))
    }

    /// A block: nested ones become part of it, one with a single expression is that expression.
    fn sequence(&mut self, block: ast::Block<'_>) -> Expr {
        let mut items = Vec::new();
        for item in block.items() {
            match self.dml(item) {
                Expr::Sequence(inner) => items.extend(inner),
                other => items.push(other),
            }
        }
        if items.len() == 1 {
            items.pop().unwrap_or_else(|| Expr::Sequence(Box::from([])))
        } else {
            Expr::Sequence(items.into())
        }
    }

    /// `a = b = value`: the variable next to the value is set first.
    fn assignment(&mut self, assign: ast::Assign<'_>) -> Expr {
        let value = Box::new(self.part(assign.value()));
        let targets = assign
            .targets()
            .into_iter()
            .rev()
            .map(|target| self.target(target))
            .collect();
        Expr::Assign {
            targets,
            value,
            span: assign.span(),
        }
    }
}
