//! The operators on values: shared by the evaluator and by the folding of operators on literals in lowering.

use std::cmp::Ordering;
use std::sync::Arc;

use pan_value::Value;
use thiserror::Error;

/// `+ - ! ~` before an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `!`
    Not,
    /// `~`
    BitNot,
}

/// Operators between two operands (`&&` and `||` are not among them: they do not always evaluate both).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Mod,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
    /// `&`
    BitAnd,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl BinaryOp {
    /// As written.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Mod => "%",
            Self::BitOr => "|",
            Self::BitXor => "^",
            Self::BitAnd => "&",
            Self::Eq => "==",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }
}

impl UnaryOp {
    /// As written.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Not => "!",
            Self::BitNot => "~",
        }
    }
}

/// Why an operator has no result.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OpError {
    /// Operands of a kind it does not take.
    #[error("operator '{0}' cannot be applied to {1}")]
    Operand(&'static str, &'static str),
    /// Something without a value of its own was to be added.
    #[error("arguments for add (+) operation must be longs, doubles, or strings, not {0} and {1}")]
    Add(&'static str, &'static str),
    /// Operands that do not go together.
    #[error("operator '{0}' cannot be applied to {1} and {2}")]
    Operands(&'static str, &'static str, &'static str),
    /// Division or remainder by zero.
    #[error("division by zero")]
    DivisionByZero,
}

impl OpError {
    /// The operator cannot be applied to operands of these kinds.
    #[must_use]
    pub fn operands(op: BinaryOp, a: &'static str, b: &'static str) -> Self {
        if op == BinaryOp::Add {
            Self::Add(a, b)
        } else {
            Self::Operands(op.symbol(), a, b)
        }
    }
}

/// Applies a unary operator.
///
/// # Errors
/// The operand is of a wrong kind.
pub fn unary(op: UnaryOp, a: &Value) -> Result<Value, OpError> {
    match (op, a) {
        (UnaryOp::Plus, Value::Long(_) | Value::Double(_)) => Ok(a.clone()),
        (UnaryOp::Minus, Value::Long(n)) => Ok(Value::Long(n.wrapping_neg())),
        (UnaryOp::Minus, Value::Double(d)) => Ok(Value::Double(-d)),
        (UnaryOp::Not, Value::Boolean(b)) => Ok(Value::Boolean(!b)),
        (UnaryOp::BitNot, Value::Long(n)) => Ok(Value::Long(!n)),
        _ => Err(OpError::Operand(op.symbol(), a.type_name())),
    }
}

/// Applies a binary operator. Longs wrap; a long with a double is computed, and any two numbers are compared, as
/// doubles; strings compare by UTF-16 code units.
///
/// # Errors
/// Operands of kinds that do not go together, division by zero.
pub fn binary(op: BinaryOp, a: &Value, b: &Value) -> Result<Value, OpError> {
    let refuse = || OpError::operands(op, a.type_name(), b.type_name());
    match op {
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => {
            arithmetic(op, a, b).unwrap_or_else(|| Err(refuse()))
        }
        BinaryOp::Mod | BinaryOp::BitOr | BinaryOp::BitXor | BinaryOp::BitAnd => {
            let (Value::Long(x), Value::Long(y)) = (a, b) else {
                return Err(refuse());
            };
            Ok(Value::Long(match op {
                BinaryOp::Mod if *y == 0 => return Err(OpError::DivisionByZero),
                BinaryOp::Mod => x.wrapping_rem(*y),
                BinaryOp::BitOr => x | y,
                BinaryOp::BitXor => x ^ y,
                _ => x & y,
            }))
        }
        BinaryOp::Eq | BinaryOp::Ne => {
            let equal = equal(a, b).ok_or_else(refuse)?;
            Ok(Value::Boolean(equal == (op == BinaryOp::Eq)))
        }
        BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => {
            compare(op, a, b).map(Value::Boolean).ok_or_else(refuse)
        }
    }
}

fn arithmetic(op: BinaryOp, a: &Value, b: &Value) -> Option<Result<Value, OpError>> {
    if let (Value::String(x), Value::String(y)) = (a, b) {
        return (op == BinaryOp::Add).then(|| {
            let mut joined = String::with_capacity(x.len() + y.len());
            joined.push_str(x);
            joined.push_str(y);
            Ok(Value::String(Arc::from(joined)))
        });
    }
    if let (Value::Long(x), Value::Long(y)) = (a, b) {
        return Some(Ok(Value::Long(match op {
            BinaryOp::Add => x.wrapping_add(*y),
            BinaryOp::Sub => x.wrapping_sub(*y),
            BinaryOp::Mul => x.wrapping_mul(*y),
            _ if *y == 0 => return Some(Err(OpError::DivisionByZero)),
            _ => x.wrapping_div(*y),
        })));
    }
    let (x, y) = (a.as_number()?, b.as_number()?);
    Some(Ok(Value::Double(match op {
        BinaryOp::Add => x + y,
        BinaryOp::Sub => x - y,
        BinaryOp::Mul => x * y,
        _ if y == 0.0 => return Some(Err(OpError::DivisionByZero)),
        _ => x / y,
    })))
}

#[expect(clippy::float_cmp, reason = "the language compares doubles exactly")]
fn equal(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::String(x), Value::String(y)) => Some(x == y),
        (Value::Boolean(x), Value::Boolean(y)) => Some(x == y),
        _ => Some(a.as_number()? == b.as_number()?),
    }
}

fn compare(op: BinaryOp, a: &Value, b: &Value) -> Option<bool> {
    let order = match (a, b) {
        (Value::String(x), Value::String(y)) => Some(compare_utf16(x, y)),
        _ => a.as_number()?.partial_cmp(&b.as_number()?),
    };
    // Not ordered (NaN): false whatever the operator.
    Some(order.is_some_and(|order| match op {
        BinaryOp::Lt => order == Ordering::Less,
        BinaryOp::Le => order != Ordering::Greater,
        BinaryOp::Gt => order == Ordering::Greater,
        _ => order != Ordering::Less,
    }))
}

/// The order of strings in Pan: by UTF-16 code units, which differs from the order of code points above U+FFFF.
#[must_use]
pub fn compare_utf16(a: &str, b: &str) -> Ordering {
    if a.is_ascii() || b.is_ascii() {
        a.cmp(b)
    } else {
        a.encode_utf16().cmp(b.encode_utf16())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(op: BinaryOp, a: impl Into<Value>, b: impl Into<Value>, expected: impl Into<Value>) {
        assert_eq!(binary(op, &a.into(), &b.into()), Ok(expected.into()));
    }

    #[test]
    fn arithmetic_wraps_and_mixes() {
        check(BinaryOp::Add, i64::MAX, 1, i64::MIN);
        check(BinaryOp::Div, i64::MIN, -1, i64::MIN);
        check(BinaryOp::Div, 7, 2, 3);
        check(BinaryOp::Mul, 2, 1.5, 3.0);
        check(BinaryOp::Add, "a", "b", "ab");
        check(BinaryOp::Mod, -7, 3, -1);
        assert_eq!(
            binary(BinaryOp::Div, &1.0.into(), &0.into()),
            Err(OpError::DivisionByZero)
        );
        assert_eq!(
            binary(BinaryOp::Add, &"a".into(), &1.into()),
            Err(OpError::Add("string", "long"))
        );
    }

    #[test]
    fn comparisons() {
        check(BinaryOp::Eq, 1, 1.0, true);
        check(BinaryOp::Ne, true, false, true);
        check(BinaryOp::Lt, "Z", "a", true);
        check(BinaryOp::Lt, "\u{ffff}", "\u{10000}", false);
        check(BinaryOp::Ge, f64::NAN, 1.0, false);
        assert!(binary(BinaryOp::Lt, &true.into(), &false.into()).is_err());
    }
}
