//! Statements.

use pan_diagnostics::Span;

use super::{Dml, FullType, Path, View, child, name, views};
use crate::kind::SyntaxKind;
use crate::tree::Node;

views! {
    /// `include DML;`
    IncludeStatement = IncludeStatement;
    /// `prefix PATH;`
    PrefixStatement = PrefixStatement;
    /// `valid PATH = DML;`
    ValidStatement = ValidStatement;
    /// `bind PATH = TYPE;`
    BindStatement = BindStatement;
    /// `[final] PATH = DML;` or `?=`
    AssignStatement = AssignStatement;
    /// `[final] variable NAME = DML;` or `?=`
    VariableStatement = VariableStatement;
    /// `type NAME = TYPE;`
    TypeStatement = TypeStatement;
    /// `function NAME = DML;`
    FunctionStatement = FunctionStatement;
}

/// A statement that does something.
#[derive(Clone, Copy, Debug)]
pub enum Statement<'t> {
    /// `include DML;`
    Include(IncludeStatement<'t>),
    /// `prefix PATH;`
    Prefix(PrefixStatement<'t>),
    /// `valid PATH = DML;`
    Valid(ValidStatement<'t>),
    /// `bind PATH = TYPE;`
    Bind(BindStatement<'t>),
    /// `PATH = DML;`
    Assign(AssignStatement<'t>),
    /// `variable NAME = DML;`
    Variable(VariableStatement<'t>),
    /// `type NAME = TYPE;`
    Type(TypeStatement<'t>),
    /// `function NAME = DML;`
    Function(FunctionStatement<'t>),
}

impl<'t> View<'t> for Statement<'t> {
    fn cast(node: Node<'t>) -> Option<Self> {
        Some(match node.kind() {
            SyntaxKind::IncludeStatement => Self::Include(IncludeStatement(node)),
            SyntaxKind::PrefixStatement => Self::Prefix(PrefixStatement(node)),
            SyntaxKind::ValidStatement => Self::Valid(ValidStatement(node)),
            SyntaxKind::BindStatement => Self::Bind(BindStatement(node)),
            SyntaxKind::AssignStatement => Self::Assign(AssignStatement(node)),
            SyntaxKind::VariableStatement => Self::Variable(VariableStatement(node)),
            SyntaxKind::TypeStatement => Self::Type(TypeStatement(node)),
            SyntaxKind::FunctionStatement => Self::Function(FunctionStatement(node)),
            _ => return None,
        })
    }

    fn node(self) -> Node<'t> {
        match self {
            Self::Include(view) => view.0,
            Self::Prefix(view) => view.0,
            Self::Valid(view) => view.0,
            Self::Bind(view) => view.0,
            Self::Assign(view) => view.0,
            Self::Variable(view) => view.0,
            Self::Type(view) => view.0,
            Self::Function(view) => view.0,
        }
    }
}

/// Defines accessors that several statements have.
macro_rules! accessors {
    ($($view:ident { $($accessor:ident)* })*) => {
        $(impl<'t> $view<'t> { $(accessors!(@ $accessor);)* })*
    };
    (@ dml) => {
        /// The DML.
        #[must_use]
        pub fn dml(self) -> Option<Dml<'t>> {
            child(self.0)
        }
    };
    (@ path) => {
        /// The path.
        #[must_use]
        pub fn path(self) -> Option<Path<'t>> {
            child(self.0)
        }
    };
    (@ name) => {
        /// The name and its range.
        #[must_use]
        pub fn name(self) -> Option<(&'t str, Span)> {
            name(self.0)
        }
    };
    (@ full_type) => {
        /// The type.
        #[must_use]
        pub fn full_type(self) -> Option<FullType<'t>> {
            child(self.0)
        }
    };
    (@ flags) => {
        /// Whether it says `final`.
        #[must_use]
        pub fn is_final(self) -> bool {
            self.0.token(SyntaxKind::FinalWord).is_some()
        }

        /// Whether it has `?=`.
        #[must_use]
        pub fn is_conditional(self) -> bool {
            self.0.token(SyntaxKind::AssignDefault).is_some()
        }
    };
}

accessors! {
    IncludeStatement { dml }
    PrefixStatement { path }
    ValidStatement { path dml }
    BindStatement { path full_type }
    AssignStatement { path dml flags }
    VariableStatement { name dml flags }
    TypeStatement { name full_type }
    FunctionStatement { name dml }
}
