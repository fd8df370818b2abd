//! The file and its template declaration.

use pan_diagnostics::Span;

use super::{Statement, View, all, child, views};
use crate::kind::SyntaxKind;
use crate::tree::Node;

views! {
    /// `object template NAME;`
    Header = Header;
}

/// A whole text.
#[derive(Clone, Copy, Debug)]
pub struct File<'t>(Node<'t>);

impl<'t> File<'t> {
    /// The view of a tree's root.
    pub(crate) fn new(root: Node<'t>) -> Self {
        Self(root)
    }

    /// The node.
    #[must_use]
    pub fn node(self) -> Node<'t> {
        self.0
    }

    /// The template declaration.
    #[must_use]
    pub fn header(self) -> Option<Header<'t>> {
        child(self.0)
    }

    /// The statements in order, empty ones left out.
    pub fn statements(self) -> impl Iterator<Item = Statement<'t>> {
        all(self.0)
    }

    /// The expression of a text that was parsed as DML alone.
    #[must_use]
    pub fn dml(self) -> Option<super::Dml<'t>> {
        child(self.0)
    }
}

/// The kind of a template, by the word before `template`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateKind {
    /// No word.
    Ordinary,
    /// `object`
    Object,
    /// `unique`
    Unique,
    /// `declaration`
    Declaration,
    /// `structure`
    Structure,
}

impl<'t> Header<'t> {
    /// The kind of the template.
    #[must_use]
    pub fn kind(self) -> TemplateKind {
        match self.node().tokens().next().map(|token| token.kind()) {
            Some(SyntaxKind::ObjectWord) => TemplateKind::Object,
            Some(SyntaxKind::UniqueWord) => TemplateKind::Unique,
            Some(SyntaxKind::DeclarationWord) => TemplateKind::Declaration,
            Some(SyntaxKind::StructureWord) => TemplateKind::Structure,
            _ => TemplateKind::Ordinary,
        }
    }

    /// The name and its range.
    #[must_use]
    pub fn name(self) -> Option<(&'t str, Span)> {
        self.node()
            .token(SyntaxKind::TemplateName)
            .map(|token| (token.text(), token.span()))
    }
}
