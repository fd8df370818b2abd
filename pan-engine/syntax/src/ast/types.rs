//! Types.

use pan_diagnostics::Span;

use super::{Dml, Literal, Path, View, all, child, name, views};
use crate::kind::SyntaxKind;
use crate::tree::Node;

views! {
    /// A type with its default and validation.
    FullType = FullType;
    /// A base type followed by list, dict and link clauses.
    TypeSpec = TypeSpec;
    /// A type called by name.
    Named = NamedType;
    /// `choice('a', 'b')`
    Choice = ChoiceType;
    /// `[extensible] { fields }`
    Record = RecordType;
    /// `PATH : TYPE` or `PATH ? TYPE`
    Field = Field;
    /// `include NAME`
    IncludeField = IncludeField;
    /// `min..max`
    Range = Range;
}

impl<'t> FullType<'t> {
    /// The type without default and validation.
    #[must_use]
    pub fn spec(self) -> Option<TypeSpec<'t>> {
        child(self.0)
    }

    /// The DML after `=`.
    #[must_use]
    pub fn default(self) -> Option<Dml<'t>> {
        self.clause(SyntaxKind::DefaultClause)
    }

    /// The DML after `with`.
    #[must_use]
    pub fn with(self) -> Option<Dml<'t>> {
        self.clause(SyntaxKind::WithClause)
    }

    fn clause(self, kind: SyntaxKind) -> Option<Dml<'t>> {
        self.0.children().find(|node| node.kind() == kind).and_then(child)
    }
}

impl<'t> TypeSpec<'t> {
    /// The base type.
    #[must_use]
    pub fn base(self) -> Option<BaseType<'t>> {
        child(self.0)
    }

    /// What follows it, in order: the last one is the outermost.
    pub fn clauses(self) -> impl Iterator<Item = TypeClause<'t>> {
        all(self.0)
    }
}

/// A base type.
#[derive(Clone, Copy, Debug)]
pub enum BaseType<'t> {
    /// A type called by name.
    Named(Named<'t>),
    /// `choice(...)`
    Choice(Choice<'t>),
    /// `{ ... }`
    Record(Record<'t>),
}

impl<'t> View<'t> for BaseType<'t> {
    fn cast(node: Node<'t>) -> Option<Self> {
        Some(match node.kind() {
            SyntaxKind::NamedType => Self::Named(Named(node)),
            SyntaxKind::ChoiceType => Self::Choice(Choice(node)),
            SyntaxKind::RecordType => Self::Record(Record(node)),
            _ => return None,
        })
    }

    fn node(self) -> Node<'t> {
        match self {
            Self::Named(view) => view.0,
            Self::Choice(view) => view.0,
            Self::Record(view) => view.0,
        }
    }
}

/// What follows a base type.
#[derive(Clone, Copy, Debug)]
pub enum TypeClause<'t> {
    /// `[range]`
    List(Node<'t>),
    /// `{range}`
    Dict(Node<'t>),
    /// `*`
    Link(Node<'t>),
}

impl<'t> View<'t> for TypeClause<'t> {
    fn cast(node: Node<'t>) -> Option<Self> {
        Some(match node.kind() {
            SyntaxKind::ListClause => Self::List(node),
            SyntaxKind::DictClause => Self::Dict(node),
            SyntaxKind::LinkClause => Self::Link(node),
            _ => return None,
        })
    }

    fn node(self) -> Node<'t> {
        match self {
            Self::List(node) | Self::Dict(node) | Self::Link(node) => node,
        }
    }
}

impl<'t> TypeClause<'t> {
    /// The range in the brackets, if there is one.
    #[must_use]
    pub fn range(self) -> Option<Range<'t>> {
        child(self.node())
    }
}

impl<'t> Named<'t> {
    /// The name and its range in the text.
    #[must_use]
    pub fn name(self) -> Option<(&'t str, Span)> {
        name(self.0)
    }

    /// The range in parentheses, if there is one.
    #[must_use]
    pub fn range(self) -> Option<Range<'t>> {
        range_clause(self.0)
    }
}

impl<'t> Choice<'t> {
    /// The strings allowed.
    pub fn choices(self) -> impl Iterator<Item = Literal<'t>> {
        all(self.0)
    }
}

impl<'t> Record<'t> {
    /// Whether it says `extensible`.
    #[must_use]
    pub fn is_extensible(self) -> bool {
        self.0.token(SyntaxKind::ExtensibleWord).is_some()
    }

    /// Fields and includes in order.
    pub fn items(self) -> impl Iterator<Item = RecordItem<'t>> {
        all(self.0)
    }

    /// The range in parentheses behind it, if there is one.
    #[must_use]
    pub fn range(self) -> Option<Range<'t>> {
        range_clause(self.0)
    }
}

fn range_clause(node: Node<'_>) -> Option<Range<'_>> {
    node.children()
        .find(|node| node.kind() == SyntaxKind::RangeClause)
        .and_then(child)
}

/// What is between the braces of a record.
#[derive(Clone, Copy, Debug)]
pub enum RecordItem<'t> {
    /// A field.
    Field(Field<'t>),
    /// The fields of another record.
    Include(IncludeField<'t>),
}

impl<'t> View<'t> for RecordItem<'t> {
    fn cast(node: Node<'t>) -> Option<Self> {
        Field::cast(node)
            .map(Self::Field)
            .or_else(|| IncludeField::cast(node).map(Self::Include))
    }

    fn node(self) -> Node<'t> {
        match self {
            Self::Field(view) => view.0,
            Self::Include(view) => view.0,
        }
    }
}

impl<'t> Field<'t> {
    /// The field's name.
    #[must_use]
    pub fn path(self) -> Option<Path<'t>> {
        child(self.0)
    }

    /// Whether it must be there.
    #[must_use]
    pub fn is_required(self) -> bool {
        self.0.token(SyntaxKind::Colon).is_some()
    }

    /// Its type.
    #[must_use]
    pub fn full_type(self) -> Option<FullType<'t>> {
        child(self.0)
    }
}

impl<'t> IncludeField<'t> {
    /// The name of the type included and its range.
    #[must_use]
    pub fn name(self) -> Option<(&'t str, Span)> {
        name(self.0)
    }
}

impl<'t> Range<'t> {
    /// The texts of minimum and maximum with their signs. One number alone is both.
    #[must_use]
    pub fn bounds(self) -> (Option<String>, Option<String>) {
        let mut bounds = (None, None);
        let mut sign = "";
        let mut dots = false;
        for token in self.0.tokens() {
            match token.kind() {
                SyntaxKind::Minus => sign = "-",
                SyntaxKind::DotDot => dots = true,
                _ => {
                    let bound = Some(format!("{sign}{}", token.text()));
                    if dots {
                        bounds.1 = bound
                    } else {
                        bounds.0 = bound
                    }
                    sign = "";
                }
            }
        }
        if !dots {
            bounds.1.clone_from(&bounds.0);
        }
        bounds
    }
}
