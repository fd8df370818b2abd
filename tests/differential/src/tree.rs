//! Text of a program as a tree, so that it can be mutated and cut down.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a node is, for whoever changes trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A value; another one may stand in its place.
    Expression,
    /// Something that may be left out.
    Optional,
    /// Something that must stay.
    Fixed,
}

/// How tightly an expression binds. An operand that binds less tightly than its place asks for gets parentheses.
pub mod level {
    /// `{ … }`
    pub const BLOCK: u8 = 0;
    /// Assignments, `if`, loops.
    pub const STATEMENT: u8 = 1;
    /// `||`; the other binary operators follow up to `*`.
    pub const OR: u8 = 2;
    /// `*`, `/`, `%`
    pub const MULTIPLY: u8 = 10;
    /// `-x`
    pub const UNARY: u8 = 11;
    /// Literals, variables, calls, parentheses.
    pub const PRIMARY: u8 = 12;
}

/// A part of the text.
#[derive(Clone, Debug)]
pub enum Part {
    /// This.
    Text(Cow<'static, str>),
    /// The name of the program, which is the folder of its templates.
    Program,
    /// The end of a line. Here-documents that were begun on the line follow it.
    Newline,
    /// What follows at the end of the line: the content of a here-document and its end marker.
    Later(String),
    /// A smaller tree.
    Node(Node),
}

/// A tree.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// What of the language it shows, for counting; may be empty.
    pub tag: &'static str,
    /// How tightly it binds (expressions).
    pub level: u8,
    /// What it is made of.
    pub parts: Vec<Part>,
}

impl Node {
    /// An expression without parts.
    #[must_use]
    pub const fn expression(tag: &'static str, level: u8) -> Self {
        Self {
            kind: Kind::Expression,
            tag,
            level,
            parts: Vec::new(),
        }
    }

    /// Something that may be left out, without parts.
    #[must_use]
    pub const fn optional(tag: &'static str) -> Self {
        Self {
            kind: Kind::Optional,
            tag,
            level: level::PRIMARY,
            parts: Vec::new(),
        }
    }

    /// Something that must stay, without parts.
    #[must_use]
    pub const fn fixed(tag: &'static str) -> Self {
        Self {
            kind: Kind::Fixed,
            tag,
            level: level::PRIMARY,
            parts: Vec::new(),
        }
    }

    /// A literal, variable or the like.
    #[must_use]
    pub fn atom(tag: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self::expression(tag, level::PRIMARY).text(text)
    }

    /// With this text behind it.
    #[must_use]
    pub fn text(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.parts.push(Part::Text(text.into()));
        self
    }

    /// With the program's name behind it.
    #[must_use]
    pub fn program(mut self) -> Self {
        self.parts.push(Part::Program);
        self
    }

    /// With the end of a line behind it.
    #[must_use]
    pub fn newline(mut self) -> Self {
        self.parts.push(Part::Newline);
        self
    }

    /// With the content of a here-document behind the end of the line.
    #[must_use]
    pub fn later(mut self, text: String) -> Self {
        self.parts.push(Part::Later(text));
        self
    }

    /// With a tree behind it.
    #[must_use]
    pub fn node(mut self, node: Self) -> Self {
        self.parts.push(Part::Node(node));
        self
    }

    /// With an operand behind it that must bind at least this tightly.
    #[must_use]
    pub fn operand(self, node: Self, level: u8) -> Self {
        if node.level >= level {
            self.node(node)
        } else {
            self.text("(").node(node).text(")")
        }
    }

    /// The trees right below it.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        self.parts.iter().filter_map(|part| match part {
            Part::Node(node) => Some(node),
            _ => None,
        })
    }

    /// Number of nodes, itself included.
    #[must_use]
    pub fn size(&self) -> usize {
        1 + self.children().map(Self::size).sum::<usize>()
    }

    /// The node with this number, counted from 0 in the order of the text.
    #[must_use]
    pub fn get(&self, mut number: usize) -> Option<&Self> {
        if number == 0 {
            return Some(self);
        }
        number -= 1;
        for child in self.children() {
            let size = child.size();
            if number < size {
                return child.get(number);
            }
            number -= size;
        }
        None
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, mut number: usize) -> Option<&mut Self> {
        if number == 0 {
            return Some(self);
        }
        number -= 1;
        for part in &mut self.parts {
            if let Part::Node(child) = part {
                let size = child.size();
                if number < size {
                    return child.get_mut(number);
                }
                number -= size;
            }
        }
        None
    }

    /// Counts the tags.
    pub fn count(&self, into: &mut BTreeMap<&'static str, usize>) {
        if !self.tag.is_empty() {
            *into.entry(self.tag).or_default() += 1;
        }
        self.children().for_each(|child| child.count(into));
    }

    /// The text of the tree in the program with this name.
    #[must_use]
    pub fn render(&self, program: &str) -> String {
        let (mut text, mut later) = (String::new(), String::new());
        self.write(program, &mut text, &mut later);
        if !later.is_empty() {
            let _ = write!(text, "\n{later}");
        }
        text
    }

    fn write(&self, program: &str, text: &mut String, later: &mut String) {
        for part in &self.parts {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Program => text.push_str(program),
                Part::Newline => {
                    text.push('\n');
                    text.push_str(later);
                    later.clear();
                }
                Part::Later(part) => later.push_str(part),
                Part::Node(node) => node.write(program, text, later),
            }
        }
    }
}
