//! Operators and how tightly they bind.

use crate::kind::SyntaxKind::{
    self, Ampersand, AndAnd, Bang, Caret, EqualEqual, Greater, GreaterEqual, Less, LessEqual, Minus,
    NotEqual, OrOr, Percent, Pipe, Plus, Slash, Star, Tilde,
};

/// How tightly a binary operator binds; all of them associate to the left. None for anything else.
pub(super) const fn binding(kind: SyntaxKind) -> Option<u8> {
    Some(match kind {
        OrOr => 1,
        AndAnd => 2,
        Pipe => 3,
        Caret => 4,
        Ampersand => 5,
        EqualEqual | NotEqual => 6,
        Less | Greater | LessEqual | GreaterEqual => 7,
        Plus | Minus => 8,
        Star | Slash | Percent => 9,
        _ => return None,
    })
}

/// Whether this is an operator with one operand.
pub(super) const fn is_unary(kind: SyntaxKind) -> bool {
    matches!(kind, Plus | Minus | Bang | Tilde)
}
