//! Types and values that have them.

use super::Generator;
use super::types::Type;
use crate::tree::{Node, level};

pub(crate) const TAGS: &[&str] = &[
    "type",
    "range",
    "choice",
    "list type",
    "dict type",
    "record",
    "extensible",
    "include of a type",
    "required field",
    "optional field",
    "default",
    "with",
    "link",
    "named type",
    "range of a list",
];

/// The structure of a type: what is needed to write values.
#[derive(Clone)]
pub(crate) enum Schema {
    Plain(Type),
    Choice(Vec<&'static str>),
    List(Box<Self>),
    Dict(Box<Self>),
    /// Fields: name, required, schema.
    Record(Vec<(&'static str, bool, Self)>),
    /// The name of a basic type that takes several.
    Loose(&'static str),
    Link,
}

impl Generator {
    /// A type: its text and structure.
    pub(crate) fn type_text(&mut self, depth: usize) -> (Node, Schema) {
        if self.random.percent(25)
            && let Some((name, schema)) = self.random.pick_any(&self.known.types).cloned()
        {
            return (Node::fixed("named type").text(name), schema);
        }
        let (node, schema) = match self.random.below(if depth == 0 { 9 } else { 14 }) {
            0..=6 => self.plain_type(),
            7 => {
                let all = ["a", "b", "abc", "x y"];
                let count = self.random.between(1, 4);
                let words: Vec<_> = all.into_iter().take(count).collect();
                let list: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
                (
                    Node::fixed("choice").text(format!("choice({})", list.join(", "))),
                    Schema::Choice(words),
                )
            }
            8 => {
                let name = *self.random.pick(&["property", "element", "number", "resource"]);
                (Node::fixed("").text(name), Schema::Loose(name))
            }
            9 => {
                let (node, _) = self.type_text(0);
                (Node::fixed("link").node(node).text("*"), Schema::Link)
            }
            _ => self.record(depth),
        };
        self.clauses(node, schema)
    }

    fn plain_type(&mut self) -> (Node, Schema) {
        let ty = Type::any(&mut self.random, 0);
        let mut node = Node::fixed("").text(ty.name());
        if matches!(ty, Type::Long | Type::Double | Type::String) && self.random.percent(30) {
            let range = *self
                .random
                .pick(&["0..", "..20", "0..9", "-5..100", "1..3", "", "2", "0x0..0xff"]);
            node = node.node(Node::optional("range").text(format!("({range})")));
        }
        (node, Schema::Plain(ty))
    }

    fn clauses(&mut self, mut node: Node, mut schema: Schema) -> (Node, Schema) {
        while self.random.percent(22) {
            let range = match self.random.below(5) {
                0 => Node::optional("range of a list")
                    .text(*self.random.pick(&["0..", "1..3", "..2", "0..5", "2"])),
                _ => Node::fixed(""),
            };
            if self.random.percent(60) {
                node = node.node(Node::optional("list type").text("[").node(range).text("]"));
                schema = Schema::List(Box::new(schema));
            } else {
                node = node.node(Node::optional("dict type").text("{").node(range).text("}"));
                schema = Schema::Dict(Box::new(schema));
            }
        }
        (node, schema)
    }

    fn record(&mut self, depth: usize) -> (Node, Schema) {
        let mut node = Node::fixed("record");
        let mut fields = Vec::new();
        if self.random.percent(25) {
            node = node.node(Node::optional("extensible").text("extensible "));
        }
        node = node.text("{ ").newline();
        if self.random.percent(25) {
            let records: Vec<_> = self
                .known
                .types
                .iter()
                .filter(|(_, schema)| matches!(schema, Schema::Record(_)))
                .cloned()
                .collect();
            if let Some((name, Schema::Record(more))) = self.random.pick_any(&records).cloned() {
                node = node.node(Node::optional("include of a type").text(format!("  include {name}\n")));
                fields.extend(more);
            }
        }
        for name in ["a", "b", "k", "f1", "f2"] {
            if self.random.percent(45) {
                continue;
            }
            let required = self.random.percent(50);
            let (ty, schema) = self.full_type(depth - 1);
            let tag = if required {
                "required field"
            } else {
                "optional field"
            };
            let sign = if required { ":" } else { "?" };
            let mut field = Node::optional(tag);
            if self.random.percent(8) {
                field = field.node(self.annotation());
            }
            node = node.node(field.text(format!("  '{name}' {sign} ")).node(ty).newline());
            fields.push((name, required, schema));
        }
        (node.text("}"), Schema::Record(fields))
    }

    /// A type with default and validation code.
    pub(crate) fn full_type(&mut self, depth: usize) -> (Node, Schema) {
        let (mut node, schema) = self.type_text(depth);
        if self.random.percent(25) {
            let outer = std::mem::take(&mut self.scope);
            self.scope.constant = true;
            let value = self.value_of(&schema, 1);
            self.scope = outer;
            node = node.node(Node::optional("default").text(" = ").node(value));
        }
        if self.random.percent(25) {
            let code = self.validation(&schema);
            node = node.node(Node::optional("with").text(" with ").node(code));
        }
        (node, schema)
    }

    /// Code that validates; it mostly says yes.
    pub(crate) fn validation(&mut self, schema: &Schema) -> Node {
        let outer = std::mem::take(&mut self.scope);
        self.scope.own = match schema {
            Schema::Plain(ty) => Some(ty.clone()),
            Schema::Choice(_) | Schema::Link => Some(Type::String),
            Schema::List(inner) => match &**inner {
                Schema::Plain(ty) => Some(ty.clone().list()),
                _ => None,
            },
            Schema::Dict(inner) => match &**inner {
                Schema::Plain(ty) => Some(ty.clone().dict()),
                _ => None,
            },
            _ => None,
        };
        let condition = self.expression(&Type::Boolean, 2);
        let node = match self.random.below(6) {
            0..=2 => Node::expression("||", level::OR)
                .operand(condition, level::OR)
                .text(" || true"),
            3 => Node::expression("block", level::BLOCK)
                .text("{ if (")
                .node(condition)
                .text(") { true } else { true } }"),
            4 => Node::expression("is_defined", level::PRIMARY).text("is_defined(SELF)"),
            _ => condition,
        };
        self.scope = outer;
        node
    }

    /// A value of this structure.
    pub(crate) fn value_of(&mut self, schema: &Schema, depth: usize) -> Node {
        match schema {
            Schema::Plain(ty) if depth > 0 => self.expression(ty, depth),
            Schema::Plain(ty) => self.leaf(ty),
            Schema::Choice(words) => {
                let word = self.random.pick_any(words).copied().unwrap_or_default();
                Node::atom("single-quoted", format!("'{word}'"))
            }
            Schema::Loose(name) => {
                let ty = match *name {
                    "number" => Type::Long,
                    "resource" => Type::String.dict(),
                    _ => Type::any(&mut self.random, 0),
                };
                self.leaf(&ty)
            }
            Schema::Link => {
                let ty = Type::any(&mut self.random, 1);
                if self.scope.constant {
                    self.leaf(&Type::String)
                } else {
                    self.path_of(&ty)
                }
            }
            Schema::List(inner) => {
                let mut node = Node::expression("list", level::PRIMARY).text("list(");
                for i in 0..self.random.below(4) {
                    let item = self.value_of(inner, depth.saturating_sub(1));
                    node = node.text(if i == 0 { "" } else { ", " }).node(item);
                }
                node.text(")")
            }
            Schema::Dict(inner) => {
                let mut node = Node::expression("dict", level::PRIMARY).text("dict(");
                for (i, key) in ["a", "b", "k"].into_iter().take(self.random.below(4)).enumerate() {
                    let item = self.value_of(inner, depth.saturating_sub(1));
                    node = node
                        .text(format!("{}'{key}', ", if i == 0 { "" } else { ", " }))
                        .node(item);
                }
                node.text(")")
            }
            Schema::Record(fields) => {
                let mut node = Node::expression("dict", level::PRIMARY).text("dict(");
                let mut first = true;
                for (name, required, schema) in fields {
                    if !self.random.percent(if *required { 94 } else { 50 }) {
                        continue;
                    }
                    let value = if self.random.percent(6) {
                        self.nothing()
                    } else {
                        self.value_of(schema, depth.saturating_sub(1))
                    };
                    let item = Node::optional("")
                        .text(format!("{}'{name}', ", if first { "" } else { ", " }))
                        .node(value);
                    node = node.node(item);
                    first = false;
                }
                node.text(")")
            }
        }
    }

    /// Arguments of `is_valid`. Types without code only: with code the reference loses `SELF`.
    pub(crate) fn valid_arguments(&mut self, depth: usize) -> Vec<Node> {
        let plain = *self.random.pick(&[
            "long", "string", "boolean", "double", "property", "resource", "element", "number",
        ]);
        let ty = Type::any(&mut self.random, 1);
        vec![Node::atom("named type", plain), self.expression(&ty, depth)]
    }
}
