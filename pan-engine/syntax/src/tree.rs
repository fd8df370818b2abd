//! The lossless tree: nodes and tokens over the whole text.
//!
//! Nodes, tokens and child lists live in three arrays of the [`Tree`]; a [`Node`] or [`TokenRef`] is a number into them with a
//! reference to the tree. So a tree is immutable, cheap to walk, and is freed in three steps however deep it is.

use std::fmt;
use std::sync::Arc;

use pan_diagnostics::Span;

use crate::kind::SyntaxKind;

/// The tree of one text. The text of its root is the whole text, byte for byte.
pub struct Tree {
    pub(crate) text: Arc<str>,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) tokens: Vec<TokenData>,
    pub(crate) children: Vec<Child>,
    pub(crate) heredocs: Vec<(u32, Span)>,
}

pub(crate) struct NodeData {
    pub(crate) kind: SyntaxKind,
    pub(crate) parent: u32,
    pub(crate) span: Span,
    /// Range of `Tree::children`.
    pub(crate) children: (u32, u32),
}

pub(crate) struct TokenData {
    pub(crate) kind: SyntaxKind,
    pub(crate) parent: u32,
    pub(crate) span: Span,
}

#[derive(Clone, Copy)]
pub(crate) enum Child {
    Node(u32),
    Token(u32),
}

impl Tree {
    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The root, of kind [`File`](SyntaxKind::File).
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node {
            tree: self,
            index: u32::try_from(self.nodes.len().saturating_sub(1)).unwrap_or(0),
        }
    }

    /// All tokens in order.
    pub fn tokens(&self) -> impl Iterator<Item = TokenRef<'_>> {
        (0..u32::try_from(self.tokens.len()).unwrap_or(0)).map(|index| TokenRef { tree: self, index })
    }

    /// The string of the here-document whose marker begins at this offset.
    #[must_use]
    pub fn heredoc(&self, marker: u32) -> Option<&str> {
        let index = self
            .heredocs
            .binary_search_by_key(&marker, |(offset, _)| *offset)
            .ok()?;
        self.slice(self.heredocs.get(index)?.1)
    }

    fn slice(&self, span: Span) -> Option<&str> {
        self.text.get(span.range())
    }
}

/// The indented list of nodes and tokens, for tests and debugging.
impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Iterative, because trees can be deep.
        let mut stack = vec![(0_usize, Element::Node(self.root()))];
        while let Some((depth, element)) = stack.pop() {
            // Trees of long chains are deep; their indentation must not become the most of the output.
            write!(f, "{:1$}", "", depth.min(100) * 2)?;
            match element {
                Element::Node(node) => {
                    writeln!(f, "{:?}@{:?}", node.kind(), node.span())?;
                    stack.extend(node.elements().rev().map(|child| (depth + 1, child)));
                }
                Element::Token(token) => {
                    writeln!(f, "{:?}@{:?} {:?}", token.kind(), token.span(), token.text())?
                }
            }
        }
        Ok(())
    }
}

/// A node of a tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    index: u32,
}

/// A token of a tree.
#[derive(Clone, Copy)]
pub struct TokenRef<'t> {
    tree: &'t Tree,
    index: u32,
}

/// A child of a node.
#[derive(Clone, Copy)]
pub enum Element<'t> {
    /// A node.
    Node(Node<'t>),
    /// A token.
    Token(TokenRef<'t>),
}

impl<'t> Node<'t> {
    fn data(self) -> Option<&'t NodeData> {
        self.tree.nodes.get(self.index as usize)
    }

    /// The tree it belongs to.
    #[must_use]
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> SyntaxKind {
        self.data().map_or(SyntaxKind::Error, |data| data.kind)
    }

    /// Its range: from its first token to its last that is not trivia. That of the root is the whole text.
    #[must_use]
    pub fn span(self) -> Span {
        self.data().map(|data| data.span).unwrap_or_default()
    }

    /// Its text.
    #[must_use]
    pub fn text(self) -> &'t str {
        self.tree.slice(self.span()).unwrap_or_default()
    }

    /// The node it is in; none for the root.
    #[must_use]
    pub fn parent(self) -> Option<Node<'t>> {
        let parent = self.data()?.parent;
        (parent != self.index).then_some(Node {
            tree: self.tree,
            index: parent,
        })
    }

    /// Its children in order, trivia included.
    pub fn elements(self) -> impl DoubleEndedIterator<Item = Element<'t>> + 't {
        let tree = self.tree;
        let (start, end) = self.data().map_or((0, 0), |data| data.children);
        let children = tree
            .children
            .get(start as usize..end as usize)
            .unwrap_or_default();
        children.iter().map(move |child| match *child {
            Child::Node(index) => Element::Node(Node { tree, index }),
            Child::Token(index) => Element::Token(TokenRef { tree, index }),
        })
    }

    /// Its children that are nodes.
    pub fn children(self) -> impl DoubleEndedIterator<Item = Node<'t>> + 't {
        self.elements().filter_map(|element| match element {
            Element::Node(node) => Some(node),
            Element::Token(_) => None,
        })
    }

    /// Its children that are tokens and no trivia.
    pub fn tokens(self) -> impl DoubleEndedIterator<Item = TokenRef<'t>> + 't {
        self.elements().filter_map(|element| match element {
            Element::Token(token) if !token.kind().is_trivia() => Some(token),
            _ => None,
        })
    }

    /// Its first token of this kind.
    #[must_use]
    pub fn token(self, kind: SyntaxKind) -> Option<TokenRef<'t>> {
        self.tokens().find(|token| token.kind() == kind)
    }

    /// The annotations written before it, in order: between it and what comes before it in its parent.
    #[must_use]
    pub fn annotations(self) -> Vec<TokenRef<'t>> {
        let start = self.span().start;
        let mut ancestor = self;
        // Trivia before a node belong to the outermost node that begins with it.
        while let Some(parent) = ancestor
            .parent()
            .filter(|parent| parent.span().start == start && parent.parent().is_some())
        {
            ancestor = parent;
        }
        let Some(parent) = ancestor.parent() else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for element in parent.elements() {
            match element {
                Element::Node(node) if node.index == ancestor.index => return found,
                Element::Token(token) if token.kind() == SyntaxKind::Annotation => found.push(token),
                Element::Token(token) if token.kind().is_trivia() => {}
                _ => found.clear(),
            }
        }
        found
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}@{:?}", self.kind(), self.span())
    }
}

impl<'t> TokenRef<'t> {
    fn data(self) -> Option<&'t TokenData> {
        self.tree.tokens.get(self.index as usize)
    }

    /// The tree it belongs to.
    #[must_use]
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> SyntaxKind {
        self.data().map_or(SyntaxKind::Unknown, |data| data.kind)
    }

    /// Its range.
    #[must_use]
    pub fn span(self) -> Span {
        self.data().map(|data| data.span).unwrap_or_default()
    }

    /// Its text.
    #[must_use]
    pub fn text(self) -> &'t str {
        self.tree.slice(self.span()).unwrap_or_default()
    }

    /// The node it is in.
    #[must_use]
    pub fn parent(self) -> Node<'t> {
        Node {
            tree: self.tree,
            index: self.data().map_or(0, |data| data.parent),
        }
    }
}

impl fmt::Debug for TokenRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}@{:?} {:?}", self.kind(), self.span(), self.text())
    }
}
