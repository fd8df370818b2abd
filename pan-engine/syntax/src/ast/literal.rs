//! Literals and paths: what their tokens stand for.

use std::borrow::Cow;

use super::{View, views};
use crate::kind::SyntaxKind;
use crate::literal::{unquote_double, unquote_single};
use crate::tree::TokenRef;

views! {
    /// A number, string, boolean, `undef` or `null`.
    Literal = Literal;
    /// The path of a statement or record field.
    Path = Path;
}

/// What a literal stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum LiteralValue<'t> {
    /// `undef`
    Undef,
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// The text of a whole number; [`literal::long`](crate::literal::long) gives its value.
    Long(&'t str),
    /// The text of a floating point number.
    Double(&'t str),
    /// A string, escapes replaced.
    String(Cow<'t, str>),
}

impl<'t> Literal<'t> {
    /// The token.
    #[must_use]
    pub fn token(self) -> Option<TokenRef<'t>> {
        self.node().tokens().next()
    }

    /// What it stands for; none only in incorrect texts.
    #[must_use]
    pub fn value(self) -> Option<LiteralValue<'t>> {
        let token = self.token()?;
        Some(match token.kind() {
            SyntaxKind::UndefWord => LiteralValue::Undef,
            SyntaxKind::NullWord => LiteralValue::Null,
            SyntaxKind::TrueWord => LiteralValue::Boolean(true),
            SyntaxKind::FalseWord => LiteralValue::Boolean(false),
            SyntaxKind::Long => LiteralValue::Long(token.text()),
            SyntaxKind::Double => LiteralValue::Double(token.text()),
            _ => LiteralValue::String(string(token)?),
        })
    }
}

impl<'t> Path<'t> {
    /// The text of the path, escapes replaced; none only in incorrect texts.
    #[must_use]
    pub fn text(self) -> Option<Cow<'t, str>> {
        string(self.node().tokens().next()?)
    }
}

/// The string of a quoted token or here-document marker.
fn string(token: TokenRef<'_>) -> Option<Cow<'_, str>> {
    match token.kind() {
        SyntaxKind::SingleQuoted => Some(unquote_single(token.text())),
        SyntaxKind::DoubleQuoted => unquote_double(token.text()).ok(),
        SyntaxKind::HeredocMarker => token.tree().heredoc(token.span().start).map(Cow::Borrowed),
        _ => None,
    }
}
