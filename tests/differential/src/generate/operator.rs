//! Operators.

use super::Generator;
use super::types::Type;
use crate::tree::{Node, level};

pub(crate) const TAGS: &[&str] = &[
    "||",
    "&&",
    "|",
    "^",
    "&",
    "==",
    "!=",
    "<",
    ">",
    "<=",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "unary +",
    "unary -",
    "!",
    "~",
    "parentheses",
];

/// Binary operators and how tightly they bind.
const BINARY: &[(&str, u8)] = &[
    ("||", 2),
    ("&&", 3),
    ("|", 4),
    ("^", 5),
    ("&", 6),
    ("==", 7),
    ("!=", 7),
    ("<", 8),
    (">", 8),
    ("<=", 8),
    (">=", 8),
    ("+", 9),
    ("-", 9),
    ("*", 10),
    ("/", 10),
    ("%", 10),
];

impl Generator {
    /// An operation that gives this type, if there is one.
    pub(crate) fn operation(&mut self, ty: &Type, depth: usize) -> Option<Node> {
        let random = &mut self.random;
        match ty {
            Type::Boolean => {
                if random.percent(20) {
                    return Some(self.unary("!", "!", &Type::Boolean, depth));
                }
                if random.percent(45) {
                    let operator = *random.pick(&["||", "&&", "==", "!="]);
                    return Some(self.binary(operator, &Type::Boolean, &Type::Boolean, depth));
                }
                let operator = *random.pick(&["==", "!=", "<", ">", "<=", ">="]);
                let left = random.pick(&[Type::Long, Type::String, Type::Double]).clone();
                let right = match left {
                    Type::Long if random.percent(15) => Type::Double,
                    Type::Double if random.percent(15) => Type::Long,
                    _ => left.clone(),
                };
                Some(self.binary(operator, &left, &right, depth))
            }
            Type::Long => {
                if random.percent(20) {
                    let (tag, operator) = *random.pick(&[("unary +", "+"), ("unary -", "-"), ("~", "~")]);
                    return Some(self.unary(tag, operator, ty, depth));
                }
                let operator = *random.pick(&["+", "+", "-", "-", "*", "*", "/", "%", "|", "^", "&"]);
                Some(self.binary(operator, ty, ty, depth))
            }
            Type::Double => {
                if random.percent(20) {
                    let (tag, operator) = *random.pick(&[("unary +", "+"), ("unary -", "-")]);
                    return Some(self.unary(tag, operator, ty, depth));
                }
                let operator = *random.pick(&["+", "-", "*", "/"]);
                let other = if random.percent(30) { &Type::Long } else { ty };
                let (left, right) = if random.percent(50) {
                    (ty, other)
                } else {
                    (other, ty)
                };
                Some(self.binary(operator, left, right, depth))
            }
            Type::String => Some(self.binary("+", ty, ty, depth)),
            Type::List(_) | Type::Dict(_) => None,
        }
    }

    fn unary(&mut self, tag: &'static str, operator: &'static str, ty: &Type, depth: usize) -> Node {
        let operand = self.expression(ty, depth.saturating_sub(1));
        Node::expression(tag, level::UNARY)
            .text(operator)
            .operand(operand, level::PRIMARY)
    }

    pub(crate) fn binary(&mut self, operator: &'static str, left: &Type, right: &Type, depth: usize) -> Node {
        let depth = depth.saturating_sub(1);
        let bind = BINARY
            .iter()
            .find(|(name, _)| *name == operator)
            .map_or(level::OR, |(_, bind)| *bind);
        let left = self.expression(left, depth);
        // In a loop a variable must not grow by itself, nor a divisor be often zero.
        let right = match operator {
            "/" | "%" if self.random.percent(85) => {
                Node::atom("decimal", self.random.between(1, 9).to_string())
            }
            "+" if self.scope.loops > 0 => self.literal(right, 0),
            _ => self.expression(right, depth),
        };
        let space = if self.random.percent(90) { " " } else { "" };
        let node = Node::expression(operator, bind)
            .operand(left, bind)
            .text(format!("{space}{operator}{space}"))
            .operand(right, bind + 1);
        if self.random.percent(8) {
            return Node::expression("parentheses", level::PRIMARY)
                .text("(")
                .node(node)
                .text(")");
        }
        node
    }
}
