//! Expressions of a wanted type.

use super::Generator;
use super::types::Type;
use crate::tree::Node;

impl Generator {
    /// An expression of this type, most of the time.
    pub(crate) fn expression(&mut self, ty: &Type, depth: usize) -> Node {
        if self.random.percent(self.wrong) {
            if self.random.percent(25) {
                return self.nothing();
            }
            let other = Type::any(&mut self.random, 1);
            return self.right_expression(&other, depth);
        }
        self.right_expression(ty, depth)
    }

    fn right_expression(&mut self, ty: &Type, depth: usize) -> Node {
        if depth == 0 {
            return self.leaf(ty);
        }
        match self.random.below(20) {
            0..=5 => self.leaf(ty),
            6..=9 => match self.operation(ty, depth) {
                Some(node) => node,
                None => self.literal(ty, depth),
            },
            10..=15 => self.call(ty, depth),
            16 => self.conditional(ty, depth),
            17 => self.value_block(ty, depth),
            _ => self.user_call(ty, depth).unwrap_or_else(|| self.leaf(ty)),
        }
    }

    /// A variable or literal.
    pub(crate) fn leaf(&mut self, ty: &Type) -> Node {
        if self.random.percent(50)
            && let Some(node) = self.reference(ty)
        {
            return node;
        }
        self.literal(ty, 0)
    }

    /// A call of a function that a template defines.
    pub(crate) fn user_call(&mut self, ty: &Type, depth: usize) -> Option<Node> {
        if self.scope.constant || self.scope.loops > 1 {
            return None;
        }
        let fitting: Vec<_> = self
            .known
            .functions
            .iter()
            .filter(|(_, _, result)| result == ty)
            .cloned()
            .collect();
        let (name, arguments, _) = self.random.pick_any(&fitting)?.clone();
        let mut node =
            Node::expression("user function", crate::tree::level::PRIMARY).text(format!("{name}("));
        for (i, argument) in arguments.iter().enumerate() {
            let argument = self.expression(argument, depth.saturating_sub(1));
            node = node.text(if i == 0 { "" } else { ", " }).node(argument);
        }
        if self.random.percent(10) {
            let comma = if arguments.is_empty() { "" } else { ", " };
            let more = self.leaf(&Type::Long);
            node = node.text(comma).node(more);
        }
        Some(node.text(")"))
    }
}
