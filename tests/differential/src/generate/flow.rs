//! Control flow that gives a value.

use super::Generator;
use super::types::Type;
use crate::tree::{Node, level};

pub(crate) const TAGS: &[&str] = &[
    "if",
    "if-else",
    "while",
    "for",
    "foreach",
    "block",
    "assignment",
    "chained assignment",
    "indexed assignment",
    "user function",
];

impl Generator {
    /// `if (…) … else …`
    pub(crate) fn conditional(&mut self, ty: &Type, depth: usize) -> Node {
        let condition = self.expression(&Type::Boolean, depth - 1);
        let before = self.scope.locals.len();
        let yes = self.branch(ty, depth - 1);
        self.scope.locals.truncate(before);
        let no = self.branch(ty, depth - 1);
        self.scope.locals.truncate(before);
        Node::expression("if-else", level::STATEMENT)
            .text("if (")
            .node(condition)
            .text(") ")
            .node(yes)
            .text(" else ")
            .node(no)
    }

    fn branch(&mut self, ty: &Type, depth: usize) -> Node {
        if self.random.percent(30) && depth > 0 {
            self.value_block(ty, depth)
        } else {
            self.expression(ty, depth)
        }
    }

    /// `{ …; value }`
    pub(crate) fn value_block(&mut self, ty: &Type, depth: usize) -> Node {
        let before = self.scope.locals.len();
        let mut node = Node::expression("block", level::BLOCK).text("{ ");
        for _ in 0..self.random.below(3) {
            let statement = self.step(depth.saturating_sub(1));
            node = node.node(statement);
        }
        let value = self.expression(ty, depth.saturating_sub(1));
        self.scope.locals.truncate(before);
        node = node.node(value);
        if self.random.percent(50) {
            node = node.text(";");
        }
        node.text(" }")
    }
}
