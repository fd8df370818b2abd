//! Literals.

use super::Generator;
use super::types::Type;
use crate::tree::{Node, level};

pub(crate) const TAGS: &[&str] = &[
    "decimal",
    "hexadecimal",
    "octal",
    "double literal",
    "boolean literal",
    "single-quoted",
    "double-quoted",
    "here-document",
    "undef",
    "null",
];

const WORDS: &[&str] = &[
    "a",
    "b",
    "abc",
    "x y",
    "k",
    "host",
    "1",
    "12",
    "0",
    "true",
    "/a/b",
    "a.b",
    "A-b",
    "",
    " ",
    "a:b",
    "no",
    "10.0.0.1/24",
    "0x1F",
    "-3",
    "1.5",
    "é",
    "tab\there",
    "<&>",
    "]]>",
    "%d",
    "${a}",
    "$$",
    "_61",
    "aGVsbG8=",
    "café €",
    "Ab9_",
    "a,b,,c",
    "127.0.0.1",
    "x=1",
    "'",
    "\"",
    "\u{85}",
    "ß",
    "\\",
    "a\nb",
    "\r",
    "\u{7f}",
    "{x}",
    "[1]",
    "null",
];

impl Generator {
    /// A literal or constructor of this type.
    pub(crate) fn literal(&mut self, ty: &Type, depth: usize) -> Node {
        match ty {
            Type::Boolean => Node::atom("boolean literal", *self.random.pick(&["true", "false"])),
            Type::Long => self.long(),
            Type::Double => self.double(),
            Type::String => {
                let word = self.word();
                self.quoted(&word)
            }
            Type::List(inner) => {
                let count = *self.random.pick(&[0, 1, 1, 2, 2, 3]);
                let mut node = Node::expression("list", level::PRIMARY).text("list(");
                for i in 0..count {
                    let item = self.expression(inner, depth.saturating_sub(1));
                    node = node.text(if i == 0 { "" } else { ", " }).node(item);
                }
                let end = if count > 0 && self.random.percent(5) {
                    ",)"
                } else {
                    ")"
                };
                node.text(end)
            }
            Type::Dict(inner) => {
                let name = if self.random.percent(80) { "dict" } else { "nlist" };
                let mut node = Node::expression(name, level::PRIMARY).text(name).text("(");
                for (i, key) in self.keys().into_iter().enumerate() {
                    let item = self.expression(inner, depth.saturating_sub(1));
                    node = node
                        .text(if i == 0 { "" } else { ", " })
                        .text(format!("'{key}', "))
                        .node(item);
                }
                node.text(")")
            }
        }
    }

    /// `undef` or `null`.
    pub(crate) fn nothing(&mut self) -> Node {
        if self.random.percent(50) {
            Node::atom("undef", "undef")
        } else {
            Node::atom("null", "null")
        }
    }

    fn long(&mut self) -> Node {
        match self.random.below(20) {
            0..=12 => Node::atom("decimal", self.random.below(10).to_string()).zero_is_octal(),
            13 => Node::atom("decimal", self.random.between(10, 300).to_string()),
            14 => Node::atom("octal", format!("0{:o}", self.random.below(600))),
            15 | 16 => {
                let number = self.random.below(70_000);
                let text = match self.random.below(3) {
                    0 => format!("0x{number:x}"),
                    1 => format!("0X{number:X}"),
                    _ => format!("0x{number:X}"),
                };
                Node::atom("hexadecimal", text)
            }
            17 => Node::expression("negative", level::UNARY)
                .text("-")
                .node(Node::atom("decimal", self.random.between(1, 9).to_string())),
            _ => Node::atom(
                "decimal",
                *self.random.pick(&[
                    "2147483647",
                    "2147483648",
                    "4294967295",
                    "4294967296",
                    "9223372036854775807",
                    "1000000",
                    "3232235777",
                ]),
            ),
        }
    }

    fn double(&mut self) -> Node {
        let text = match self.random.below(8) {
            0..=3 => format!("{}.{}", self.random.below(20), self.random.below(100)),
            4 => format!("{}e{}", self.random.below(10), self.random.below(12)),
            5 => format!(
                "{}.{}E-{}",
                self.random.below(10),
                self.random.below(10),
                self.random.below(9)
            ),
            6 => format!("{}.0e+{}", self.random.between(1, 9), self.random.below(30)),
            _ => (*self.random.pick(&[
                "0.0",
                "1.0",
                "00.5",
                "100000.0",
                "1234567.0",
                "12345678.9",
                "0.001",
                "0.0001",
            ]))
            .to_owned(),
        };
        Node::atom("double literal", text)
    }

    /// A short text.
    pub(crate) fn word(&mut self) -> String {
        let mut word = (*self.random.pick(WORDS)).to_owned();
        if self.random.percent(25) {
            word.push_str(self.random.text(WORDS));
        }
        word
    }

    /// A key of a dict.
    pub(crate) fn key(&mut self) -> &'static str {
        self.random
            .text(&["a", "a", "a", "b", "b", "k", "k", "c", "x.y", "A-1", "_9", "z+"])
    }

    /// A few keys; twice the same only by mistake.
    pub(crate) fn keys(&mut self) -> Vec<&'static str> {
        let mut keys = Vec::new();
        for i in 0..self.random.below(4) {
            let key = if i == 0 && self.random.percent(60) {
                "a"
            } else {
                self.key()
            };
            if !keys.contains(&key) || self.random.percent(self.wrong) {
                keys.push(key);
            }
        }
        keys
    }

    /// The literal of a text, in one of the forms that can hold it.
    pub(crate) fn quoted(&mut self, text: &str) -> Node {
        let breaks = text.contains(['\n', '\r']);
        if !breaks && self.random.percent(60) {
            return Node::atom("single-quoted", format!("'{}'", text.replace('\'', "''")));
        }
        if !text.contains('\r') && self.random.percent(12) {
            let end = if text.ends_with('\n') { "" } else { "\n" };
            let mark = *self.random.pick(&["EOF", "E", "_x1"]);
            return Node::atom("here-document", format!("<<{mark}")).later(format!("{text}{end}{mark}\n"));
        }
        let mut literal = String::from("\"");
        for c in text.chars() {
            match c {
                '"' => literal.push_str("\\\""),
                // A backslash must not stand before a quote: the reference reads it in its own way.
                '\\' => literal.push_str("\\x5c"),
                '\n' => literal.push_str("\\n"),
                '\r' => literal.push_str("\\r"),
                '\t' => literal.push_str("\\t"),
                c if c.is_ascii() && self.random.percent(4) => {
                    literal.push_str(&format!("\\x{:02x}", c as u32))
                }
                c => literal.push(c),
            }
            if self.random.percent(1) {
                literal.push_str("\\\n");
            }
        }
        literal.push('"');
        Node::atom("double-quoted", literal)
    }
}

impl Node {
    /// A zero is an octal number to the grammar.
    fn zero_is_octal(mut self) -> Self {
        if matches!(self.parts.first(), Some(crate::tree::Part::Text(text)) if text == "0") {
            self.tag = "octal";
        }
        self
    }
}
