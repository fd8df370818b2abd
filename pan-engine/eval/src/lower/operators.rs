//! Operators. Those on constants are computed at once, and what they cannot be applied to is found.

use pan_diagnostics::Class;
use pan_diagnostics::codes::syntax;
use pan_syntax::SyntaxKind;
use pan_syntax::ast::{self, View as _};
use pan_value::Value;

use super::Lowering;
use crate::ir::{Expr, Span};
use crate::ops::{self, BinaryOp, OpError, UnaryOp};

/// A binary operator, those included that do not always evaluate both operands.
#[derive(Clone, Copy)]
enum Operator {
    And,
    Or,
    Eager(BinaryOp),
}

impl Lowering<'_> {
    pub(super) fn unary(&mut self, tree: ast::Unary<'_>) -> Expr {
        let span = tree.span();
        let op = match tree.operator().map(|token| token.kind()) {
            Some(SyntaxKind::Minus) => UnaryOp::Minus,
            Some(SyntaxKind::Bang) => UnaryOp::Not,
            Some(SyntaxKind::Tilde) => UnaryOp::BitNot,
            _ => UnaryOp::Plus,
        };
        if op == UnaryOp::Minus
            && let Some(number) = tree
                .operand()
                .and_then(|operand| self.negative_literal(operand, span))
        {
            return number;
        }
        match self.part(tree.operand()) {
            Expr::Constant(value) => match ops::unary(op, &value) {
                Ok(value) => Expr::Constant(value),
                // The classes are those of the reference.
                Err(error) if op == UnaryOp::Plus => {
                    self.error(syntax::INVALID_OPERANDS, span, error.to_string())
                }
                Err(error) => self.error_of_class(
                    Class::Evaluation,
                    syntax::INVALID_OPERANDS,
                    span,
                    error.to_string(),
                ),
            },
            operand => Expr::Unary(op, Box::new(operand), span),
        }
    }

    /// Lowers a chain of operators that associate to the left without recursing along it: chains can be long.
    pub(super) fn binary(&mut self, tree: ast::Binary<'_>) -> Expr {
        let mut chain = vec![tree];
        let mut first = tree.left();
        while let Some(ast::Dml::Binary(inner)) = first {
            chain.push(inner);
            first = inner.left();
        }
        let start = self.mark();
        let mut left = self.part(first);
        // Constant strings joined so far, so that a chain of them is not copied at each step.
        let mut joined: Option<String> = None;
        while let Some(tree) = chain.pop() {
            let mark = self.mark();
            let right = self.part(tree.right());
            let operator = operator(tree);
            if let (Operator::Eager(BinaryOp::Add), Expr::Constant(Value::String(b))) = (operator, &right) {
                if let Some(text) = &mut joined {
                    text.push_str(b);
                    continue;
                }
                if let Expr::Constant(Value::String(a)) = &left {
                    joined = Some([&**a, &**b].concat());
                    continue;
                }
            }
            if let Some(text) = joined.take() {
                left = Expr::Constant(self.string(&text));
            }
            left = self.combine(operator, left, right, tree.span(), (start, mark));
        }
        match joined {
            Some(text) => Expr::Constant(self.string(&text)),
            None => left,
        }
    }

    fn combine(
        &mut self,
        operator: Operator,
        left: Expr,
        right: Expr,
        span: Span,
        marks: (super::Mark, super::Mark),
    ) -> Expr {
        match operator {
            Operator::And => self.logical(false, left, right, span, marks),
            Operator::Or => self.logical(true, left, right, span, marks),
            Operator::Eager(op) => match (&left, &right) {
                (Expr::Constant(a), Expr::Constant(b)) => match ops::binary(op, a, b) {
                    Ok(value) => Expr::Constant(value),
                    Err(error) => {
                        let class = class_of(op, a, b, &error);
                        self.error_of_class(class, syntax::INVALID_OPERANDS, span, error.to_string())
                    }
                },
                _ => Expr::Binary(op, Box::new(left), Box::new(right), span),
            },
        }
    }

    /// `&&` (decided by false) and `||` (decided by true). A left side that decides drops the right one unseen.
    fn logical(
        &mut self,
        decided: bool,
        left: Expr,
        right: Expr,
        span: Span,
        marks: (super::Mark, super::Mark),
    ) -> Expr {
        let symbol = if decided { "||" } else { "&&" };
        if let Expr::Constant(Value::Boolean(truth)) = left
            && truth == decided
        {
            self.forget(marks.1);
            return left;
        }
        for side in [&left, &right] {
            if let Expr::Constant(value) = side
                && !matches!(value, Value::Boolean(_))
            {
                let message = format!(
                    "the operands of '{symbol}' must be booleans, not {}",
                    value.type_name()
                );
                return self.error(syntax::INVALID_OPERANDS, span, message);
            }
        }
        match (&left, &right) {
            // The left side does not decide, so the right one does.
            (Expr::Constant(_), Expr::Constant(_)) => right,
            _ if decided => Expr::Or(Box::new(left), Box::new(right), span),
            _ => Expr::And(Box::new(left), Box::new(right), span),
        }
    }
}

fn operator(tree: ast::Binary<'_>) -> Operator {
    Operator::Eager(match tree.operator().map(|token| token.kind()) {
        Some(SyntaxKind::AndAnd) => return Operator::And,
        Some(SyntaxKind::OrOr) => return Operator::Or,
        Some(SyntaxKind::Pipe) => BinaryOp::BitOr,
        Some(SyntaxKind::Caret) => BinaryOp::BitXor,
        Some(SyntaxKind::Ampersand) => BinaryOp::BitAnd,
        Some(SyntaxKind::EqualEqual) => BinaryOp::Eq,
        Some(SyntaxKind::NotEqual) => BinaryOp::Ne,
        Some(SyntaxKind::Less) => BinaryOp::Lt,
        Some(SyntaxKind::LessEqual) => BinaryOp::Le,
        Some(SyntaxKind::Greater) => BinaryOp::Gt,
        Some(SyntaxKind::GreaterEqual) => BinaryOp::Ge,
        Some(SyntaxKind::Minus) => BinaryOp::Sub,
        Some(SyntaxKind::Star) => BinaryOp::Mul,
        Some(SyntaxKind::Slash) => BinaryOp::Div,
        Some(SyntaxKind::Percent) => BinaryOp::Mod,
        _ => BinaryOp::Add,
    })
}

/// The class the reference gives to an operator that cannot be applied to two constants: an operand of a kind that the operator
/// never takes is an evaluation error even when compiling, operands that do not go together a syntax error.
fn class_of(op: BinaryOp, a: &Value, b: &Value, error: &OpError) -> Class {
    let taken = |value: &Value| match op {
        BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => value.as_number().is_some(),
        BinaryOp::Mod | BinaryOp::BitOr | BinaryOp::BitXor | BinaryOp::BitAnd => {
            matches!(value, Value::Long(_))
        }
        _ => value.kind().is_property(),
    };
    if *error == OpError::DivisionByZero || (taken(a) && taken(b)) {
        Class::Syntax
    } else {
        Class::Evaluation
    }
}
