//! Typed views of the tree.
//!
//! A view is a [`Node`] known to be of one kind; its methods find the parts that the grammar gives such a node. Every part is
//! optional, because the tree of an incorrect text can lack any of them. In the tree of a text without errors all parts are
//! there that the grammar demands.

mod dml;
mod file;
mod literal;
mod statement;
mod types;

pub use dml::{Assign, Binary, Block, Call, Dml, For, Foreach, If, Index, Paren, Unary, Variable, While};
pub use file::{File, Header, TemplateKind};
pub use literal::{Literal, LiteralValue, Path};
pub use statement::{
    AssignStatement, BindStatement, FunctionStatement, IncludeStatement, PrefixStatement, Statement,
    TypeStatement, ValidStatement, VariableStatement,
};
pub use types::{
    BaseType, Choice, Field, FullType, IncludeField, Named, Range, Record, RecordItem, TypeClause, TypeSpec,
};

use pan_diagnostics::Span;

use crate::kind::SyntaxKind;
use crate::tree::Node;

/// A view of one kind of node, or of one of several.
pub trait View<'t>: Copy {
    /// The view, if the node is of a kind that has it.
    fn cast(node: Node<'t>) -> Option<Self>;

    /// The node.
    fn node(self) -> Node<'t>;

    /// The range of the node.
    fn span(self) -> Span {
        self.node().span()
    }
}

/// Defines views of single kinds.
macro_rules! views {
    ($($(#[$doc:meta])* $name:ident = $kind:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'t>($crate::tree::Node<'t>);

        impl<'t> $crate::ast::View<'t> for $name<'t> {
            fn cast(node: $crate::tree::Node<'t>) -> Option<Self> {
                (node.kind() == $crate::kind::SyntaxKind::$kind).then_some(Self(node))
            }

            fn node(self) -> $crate::tree::Node<'t> {
                self.0
            }
        }
    )*};
}
use views;

/// The first child with this view.
fn child<'t, V: View<'t>>(node: Node<'t>) -> Option<V> {
    node.children().find_map(V::cast)
}

/// All children with this view.
fn all<'t, V: View<'t>>(node: Node<'t>) -> impl Iterator<Item = V> {
    node.children().filter_map(V::cast)
}

/// The text and range of the node's name.
fn name(node: Node<'_>) -> Option<(&str, Span)> {
    node.token(SyntaxKind::Identifier)
        .map(|token| (token.text(), token.span()))
}
