//! DML.

use pan_diagnostics::Span;

use super::{Literal, View, all, child, name, views};
use crate::kind::SyntaxKind;
use crate::tree::{Node, TokenRef};

views! {
    /// `{ DML; DML }`
    Block = Block;
    /// `if (DML) DML else DML`
    If = IfExpr;
    /// `while (DML) DML`
    While = WhileExpr;
    /// `for (DML; DML; DML) DML`
    For = ForExpr;
    /// `foreach (KEY; VALUE; DML) DML`
    Foreach = ForeachExpr;
    /// `variable = variable = value`
    Assign = AssignExpr;
    /// Two operands and the operator between them.
    Binary = BinaryExpr;
    /// An operator and its operand.
    Unary = UnaryExpr;
    /// `(DML)`
    Paren = ParenExpr;
    /// `name(arguments)`
    Call = CallExpr;
    /// `name[DML][DML]`
    Variable = Variable;
    /// `[DML]`
    Index = Index;
}

/// Any DML.
#[derive(Clone, Copy, Debug)]
pub enum Dml<'t> {
    /// `{ DML; DML }`
    Block(Block<'t>),
    /// `if ...`
    If(If<'t>),
    /// `while ...`
    While(While<'t>),
    /// `for ...`
    For(For<'t>),
    /// `foreach ...`
    Foreach(Foreach<'t>),
    /// `a = b`
    Assign(Assign<'t>),
    /// `a + b`
    Binary(Binary<'t>),
    /// `-a`
    Unary(Unary<'t>),
    /// `(a)`
    Paren(Paren<'t>),
    /// `f(a)`
    Call(Call<'t>),
    /// `a[b]`
    Variable(Variable<'t>),
    /// `1`
    Literal(Literal<'t>),
}

impl<'t> View<'t> for Dml<'t> {
    fn cast(node: Node<'t>) -> Option<Self> {
        Some(match node.kind() {
            SyntaxKind::Block => Self::Block(Block(node)),
            SyntaxKind::IfExpr => Self::If(If(node)),
            SyntaxKind::WhileExpr => Self::While(While(node)),
            SyntaxKind::ForExpr => Self::For(For(node)),
            SyntaxKind::ForeachExpr => Self::Foreach(Foreach(node)),
            SyntaxKind::AssignExpr => Self::Assign(Assign(node)),
            SyntaxKind::BinaryExpr => Self::Binary(Binary(node)),
            SyntaxKind::UnaryExpr => Self::Unary(Unary(node)),
            SyntaxKind::ParenExpr => Self::Paren(Paren(node)),
            SyntaxKind::CallExpr => Self::Call(Call(node)),
            SyntaxKind::Variable => Self::Variable(Variable(node)),
            SyntaxKind::Literal => return Literal::cast(node).map(Self::Literal),
            _ => return None,
        })
    }

    fn node(self) -> Node<'t> {
        match self {
            Self::Block(view) => view.0,
            Self::If(view) => view.0,
            Self::While(view) => view.0,
            Self::For(view) => view.0,
            Self::Foreach(view) => view.0,
            Self::Assign(view) => view.0,
            Self::Binary(view) => view.0,
            Self::Unary(view) => view.0,
            Self::Paren(view) => view.0,
            Self::Call(view) => view.0,
            Self::Variable(view) => view.0,
            Self::Literal(view) => view.node(),
        }
    }
}

impl<'t> Block<'t> {
    /// What is between the braces.
    pub fn items(self) -> impl Iterator<Item = Dml<'t>> {
        all(self.0)
    }
}

/// The child DML number `index`.
fn part(node: Node<'_>, index: usize) -> Option<Dml<'_>> {
    all(node).nth(index)
}

impl<'t> If<'t> {
    /// The condition.
    #[must_use]
    pub fn condition(self) -> Option<Dml<'t>> {
        part(self.0, 0)
    }

    /// Run if it is true.
    #[must_use]
    pub fn then(self) -> Option<Dml<'t>> {
        part(self.0, 1)
    }

    /// Run if it is false.
    #[must_use]
    pub fn otherwise(self) -> Option<Dml<'t>> {
        part(self.0, 2)
    }
}

impl<'t> While<'t> {
    /// The condition.
    #[must_use]
    pub fn condition(self) -> Option<Dml<'t>> {
        part(self.0, 0)
    }

    /// Run while it is true.
    #[must_use]
    pub fn body(self) -> Option<Dml<'t>> {
        part(self.0, 1)
    }
}

impl<'t> For<'t> {
    /// Run first.
    #[must_use]
    pub fn init(self) -> Option<Dml<'t>> {
        part(self.0, 0)
    }

    /// The condition.
    #[must_use]
    pub fn condition(self) -> Option<Dml<'t>> {
        part(self.0, 1)
    }

    /// Run after each body.
    #[must_use]
    pub fn step(self) -> Option<Dml<'t>> {
        part(self.0, 2)
    }

    /// Run while the condition is true.
    #[must_use]
    pub fn body(self) -> Option<Dml<'t>> {
        part(self.0, 3)
    }
}

impl<'t> Foreach<'t> {
    /// Set to each key.
    #[must_use]
    pub fn key(self) -> Option<Variable<'t>> {
        part(self.0, 0).and_then(|dml| Variable::cast(dml.node()))
    }

    /// Set to each value.
    #[must_use]
    pub fn value(self) -> Option<Variable<'t>> {
        part(self.0, 1).and_then(|dml| Variable::cast(dml.node()))
    }

    /// What is looped over.
    #[must_use]
    pub fn resource(self) -> Option<Dml<'t>> {
        part(self.0, 2)
    }

    /// Run for each element.
    #[must_use]
    pub fn body(self) -> Option<Dml<'t>> {
        part(self.0, 3)
    }
}

impl<'t> Assign<'t> {
    /// The variables to set, as written.
    #[must_use]
    pub fn targets(self) -> Vec<Variable<'t>> {
        let mut targets: Vec<_> = all::<Dml<'t>>(self.0).collect();
        targets.pop();
        targets
            .into_iter()
            .filter_map(|dml| Variable::cast(dml.node()))
            .collect()
    }

    /// The value.
    #[must_use]
    pub fn value(self) -> Option<Dml<'t>> {
        all(self.0).last()
    }
}

impl<'t> Binary<'t> {
    /// The operator.
    #[must_use]
    pub fn operator(self) -> Option<TokenRef<'t>> {
        self.0.tokens().next()
    }

    /// The left operand.
    #[must_use]
    pub fn left(self) -> Option<Dml<'t>> {
        part(self.0, 0)
    }

    /// The right operand.
    #[must_use]
    pub fn right(self) -> Option<Dml<'t>> {
        part(self.0, 1)
    }
}

impl<'t> Unary<'t> {
    /// The operator.
    #[must_use]
    pub fn operator(self) -> Option<TokenRef<'t>> {
        self.0.tokens().next()
    }

    /// The operand.
    #[must_use]
    pub fn operand(self) -> Option<Dml<'t>> {
        child(self.0)
    }
}

impl<'t> Paren<'t> {
    /// What is between the parentheses.
    #[must_use]
    pub fn inner(self) -> Option<Dml<'t>> {
        child(self.0)
    }
}

impl<'t> Call<'t> {
    /// The name of the function and its range.
    #[must_use]
    pub fn name(self) -> Option<(&'t str, Span)> {
        name(self.0)
    }

    /// The arguments.
    pub fn arguments(self) -> impl Iterator<Item = Dml<'t>> {
        all(self.0)
    }
}

impl<'t> Variable<'t> {
    /// The name of the variable and its range.
    #[must_use]
    pub fn name(self) -> Option<(&'t str, Span)> {
        name(self.0)
    }

    /// The indexes.
    pub fn indexes(self) -> impl Iterator<Item = Index<'t>> {
        all(self.0)
    }
}

impl<'t> Index<'t> {
    /// What is between the brackets.
    #[must_use]
    pub fn dml(self) -> Option<Dml<'t>> {
        child(self.0)
    }
}
