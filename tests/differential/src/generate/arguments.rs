//! Arguments of the built-in functions.

use super::Generator;
use super::types::Type;
use crate::tree::{Node, level};

impl Generator {
    /// Any value.
    pub(super) fn one(&mut self, depth: usize) -> Vec<Node> {
        if self.random.percent(10) {
            return vec![self.nothing()];
        }
        let ty = Type::any(&mut self.random, 2);
        vec![self.expression(&ty, depth)]
    }

    pub(super) fn property(&mut self, depth: usize) -> Vec<Node> {
        let ty = Type::any(&mut self.random, 0);
        vec![self.expression(&ty, depth)]
    }

    pub(super) fn numeric(&mut self, depth: usize) -> Vec<Node> {
        if self.random.percent(40) {
            let good = self.random.percent(92 - 10 * self.wrong);
            let text = if good {
                self.random.text(&["1", "-12", "0x1f", "010", "0", "7"])
            } else {
                self.random.text(&[
                    "1",
                    "-12",
                    "0x1f",
                    "010",
                    "#ff",
                    "+3",
                    "1.5",
                    "1e3",
                    "0",
                    "99999999999",
                    "NaN",
                    " 1",
                    "x",
                    "",
                ])
            };
            return vec![Node::atom("single-quoted", format!("'{text}'"))];
        }
        let ty = self
            .random
            .pick(&[Type::Boolean, Type::Long, Type::Double])
            .clone();
        vec![self.expression(&ty, depth)]
    }

    /// An element of a list or dict of this type, or a value of the type if it is none.
    pub(super) fn inner(&mut self, ty: &Type, depth: usize) -> Node {
        match ty {
            Type::List(inner) | Type::Dict(inner) => self.expression(inner, depth),
            other => self.expression(other, depth),
        }
    }

    pub(super) fn pairs(&mut self, ty: &Type, depth: usize) -> Vec<Node> {
        let mut arguments = Vec::new();
        for key in self.keys() {
            arguments.push(Node::atom("single-quoted", format!("'{key}'")));
            let item = self.inner(ty, depth);
            arguments.push(item);
        }
        arguments
    }

    pub(super) fn encoded(&mut self, depth: usize) -> Node {
        if self.random.percent(40) {
            let text = *self.random.pick(&[
                "YQ==",
                "YWI=",
                "YWJj",
                "aGVsbG8gd29ybGQ=",
                "YW\\nJj",
                "",
                "YQ",
                "!!",
            ]);
            return Node::atom("double-quoted", format!("\"{text}\""));
        }
        let text = self.expression(&Type::String, depth);
        Node::expression("base64_encode", level::PRIMARY)
            .text("base64_encode(")
            .node(text)
            .text(")")
    }

    /// Something that may exist: a path, a variable or an element.
    pub(super) fn place(&mut self, depth: usize) -> Node {
        let ty = Type::any(&mut self.random, 1);
        match self.random.below(5) {
            0 | 1 => self.path_of(&ty),
            2 => {
                let name = self.random.pick(&["NOTHING", "SELF", "LOADPATH", "v1", "OBJECT"]);
                Node::atom("global variable", *name)
            }
            _ => {
                let list = self.random.percent(50);
                let ty = if list { ty.list() } else { ty.dict() };
                match self.reference(&ty) {
                    Some(node) => {
                        let index = self.index(list, depth);
                        node.text("[").node(index).text("]")
                    }
                    None => self.path_of(&ty),
                }
            }
        }
    }

    pub(super) fn file(&mut self) -> Node {
        let name = self.random.pick_any(&self.known.files).cloned();
        let node = Node::expression("single-quoted", level::PRIMARY)
            .text("'")
            .program();
        node.text(format!("/{}'", name.as_deref().unwrap_or("missing")))
    }

    /// Arguments of `first` and `next`: something to walk over, and two new variables.
    pub(super) fn iterator(&mut self, depth: usize) -> Vec<Node> {
        let ty = Type::any(&mut self.random, 1).list();
        let over = self.expression(&ty, depth);
        let (k, v) = (self.name("k"), self.name("v"));
        let v = if self.random.percent(20) {
            "undef".to_owned()
        } else {
            v
        };
        vec![
            over,
            Node::atom("local variable", k),
            Node::atom("local variable", v),
        ]
    }

    pub(super) fn index_arguments(&mut self, depth: usize) -> Vec<Node> {
        let mut arguments = if self.random.percent(60) {
            vec![
                self.expression(&Type::String, 0),
                self.expression(&Type::String, depth),
            ]
        } else {
            let ty = Type::any(&mut self.random, 0);
            vec![self.expression(&ty, 0), self.expression(&ty.list(), depth)]
        };
        if self.random.percent(30) {
            arguments.push(self.small());
        }
        arguments
    }

    pub(super) fn matched(&mut self, depth: usize) -> Vec<Node> {
        let text = self.expression(&Type::String, depth);
        vec![text, self.pattern()]
    }

    /// A small number that may be negative.
    pub(super) fn small(&mut self) -> Node {
        match self.random.below(12) {
            0..=7 => Node::atom("decimal", self.random.below(3).to_string()),
            8..=10 => Node::expression("negative", level::UNARY)
                .text("-")
                .node(Node::atom("decimal", self.random.between(1, 3).to_string())),
            _ => self.leaf(&Type::Long),
        }
    }
}
