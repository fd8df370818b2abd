//! The lossless tree: nodes and tokens over the whole text.
//!
//! Nodes and tokens live in two arrays of the [`Tree`]; a [`Node`] or [`TokenRef`] is a number into them with a reference to
//! the tree. So a tree is immutable, cheap to make and to walk, and is freed in two steps however deep it is. A node stands
//! behind its children, as the parser completes it after them, and covers a range of tokens: those that are in none of its
//! children are its own.

use std::fmt;
use std::sync::Arc;

use pan_diagnostics::Span;

use crate::kind::SyntaxKind;
use crate::lexer::Token;

/// The tree of one text. The text of its root is the whole text, byte for byte.
pub struct Tree {
    pub(crate) text: Arc<str>,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) heredocs: Vec<(u32, Span)>,
}

/// No node.
pub(crate) const NONE: u32 = u32::MAX;

pub(crate) struct NodeData {
    pub(crate) kind: SyntaxKind,
    /// The node it is in; itself for the root.
    pub(crate) parent: u32,
    /// The next child of its parent. As long as it has no parent: the first node that is inside it, or itself.
    pub(crate) next: u32,
    pub(crate) first_child: u32,
    /// Range of `Tree::tokens`.
    pub(crate) tokens: (u32, u32),
}

impl Tree {
    /// The tree of a text without tokens.
    pub(crate) fn empty() -> Self {
        let root = NodeData {
            kind: SyntaxKind::File,
            parent: 0,
            next: NONE,
            first_child: NONE,
            tokens: (0, 0),
        };
        Self::new(Arc::from(""), vec![root], Vec::new(), Vec::new())
    }

    /// The tree of these nodes. The last one is the root: it takes all tokens.
    pub(crate) fn new(
        text: Arc<str>,
        mut nodes: Vec<NodeData>,
        tokens: Vec<Token>,
        heredocs: Vec<(u32, Span)>,
    ) -> Self {
        if let Some(root) = nodes.last_mut() {
            root.tokens = (0, u32::try_from(tokens.len()).unwrap_or(u32::MAX));
            root.next = NONE;
        }
        Self {
            text,
            nodes,
            tokens,
            heredocs,
        }
    }

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

    /// The offset at which token number `index` begins: where the one before it ends.
    fn offset(&self, index: u32) -> u32 {
        let before = (index as usize).checked_sub(1);
        before
            .and_then(|before| self.tokens.get(before))
            .map_or(0, |token| token.end)
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
                    let first = stack.len();
                    stack.extend(node.elements().map(|child| (depth + 1, child)));
                    if let Some(children) = stack.get_mut(first..) {
                        children.reverse();
                    }
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
        let (first, end) = self.data().map_or((0, 0), |data| data.tokens);
        Span::new(self.tree.offset(first), self.tree.offset(end))
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
    pub fn elements(self) -> impl Iterator<Item = Element<'t>> + 't {
        let (token, end) = self.data().map_or((0, 0), |data| data.tokens);
        Elements {
            children: Children::of(self),
            token,
            end,
        }
    }

    /// Its children that are nodes.
    pub fn children(self) -> impl Iterator<Item = Node<'t>> + 't {
        Children::of(self)
    }

    /// Its children that are tokens and no trivia.
    pub fn tokens(self) -> impl Iterator<Item = TokenRef<'t>> + 't {
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

/// The nodes in a node.
struct Children<'t> {
    tree: &'t Tree,
    next: u32,
}

impl<'t> Children<'t> {
    fn of(node: Node<'t>) -> Self {
        Self {
            tree: node.tree,
            next: node.data().map_or(NONE, |data| data.first_child),
        }
    }

    fn data(&self) -> Option<&'t NodeData> {
        self.tree.nodes.get(self.next as usize)
    }
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let next = self.data()?.next;
        let (tree, index) = (self.tree, std::mem::replace(&mut self.next, next));
        Some(Node { tree, index })
    }
}

/// The nodes and tokens in a node.
struct Elements<'t> {
    children: Children<'t>,
    token: u32,
    end: u32,
}

impl<'t> Iterator for Elements<'t> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        if let Some(child) = self.children.data()
            && child.tokens.0 <= self.token
        {
            self.token = child.tokens.1;
            return self.children.next().map(Element::Node);
        }
        let index = self.token;
        self.token += 1;
        let tree = self.children.tree;
        (index < self.end).then_some(Element::Token(TokenRef { tree, index }))
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}@{:?}", self.kind(), self.span())
    }
}

impl<'t> TokenRef<'t> {
    fn data(self) -> Option<&'t Token> {
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
        Span::new(self.tree.offset(self.index), self.tree.offset(self.index + 1))
    }

    /// Its text.
    #[must_use]
    pub fn text(self) -> &'t str {
        self.tree.slice(self.span()).unwrap_or_default()
    }
}

impl fmt::Debug for TokenRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}@{:?} {:?}", self.kind(), self.span(), self.text())
    }
}
