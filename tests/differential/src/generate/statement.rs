//! Statements of templates.

use super::Generator;
use super::known::Scope;
use super::types::Type;
use crate::tree::{Node, level};

pub(crate) const TAGS: &[&str] = &[
    "assign",
    "assign if missing",
    "final path",
    "delete a path",
    "variable",
    "variable if missing",
    "final variable",
    "function",
    "type statement",
    "bind",
    "valid",
    "prefix",
    "relative prefix",
    "empty prefix",
    "empty statement",
    "comment",
    "annotation",
    "append to a path",
    "element of a path",
    "bind of many",
];

impl Generator {
    /// A statement about the tree or a global variable; relative paths begin at `prefix`.
    pub(crate) fn statement(&mut self, prefix: &mut Option<String>) -> Node {
        match self.random.below(40) {
            0..=8 => self.assign_new(),
            9..=14 => self.assign_again(),
            15..=17 => self.assign_element(),
            18..=21 => self.bound(),
            22 => self.valid(),
            23 | 24 => self.set_prefix(prefix),
            25..=27 => self.assign_relative(prefix.as_deref()),
            28..=32 => self.variable(),
            33 => self.delete_path(),
            34 => Node::optional("empty statement").text(";").newline(),
            35 => Node::optional("comment").text("# a 'comment' {").newline(),
            36 => self.append_to_path(),
            37 => self.bind_of_many(),
            _ => self.declaration(),
        }
    }

    /// Writes the right side of an assignment, which sees a new scope.
    pub(super) fn value(&mut self, ty: &Type, own: Option<Type>, depth: usize) -> Node {
        self.scope = Scope {
            own,
            own_writable: true,
            ..Scope::default()
        };
        let node = if self.random.percent(35) {
            self.value_block(ty, depth)
        } else {
            self.expression(ty, depth)
        };
        self.scope = Scope::default();
        node
    }

    fn assign_new(&mut self) -> Node {
        let ty = Type::any(&mut self.random, 2);
        let path = self.new_path();
        let value = self.value(&ty, None, 3);
        let (tag, sign) = match self.random.below(12) {
            0 => ("assign if missing", "?="),
            1 => ("final path", "="),
            _ => ("assign", "="),
        };
        let front = if tag == "final path" { "final " } else { "" };
        let quoted = self.quote_path(&path);
        let tag_of_path = if path.contains('{') {
            "escaped path"
        } else {
            "absolute path"
        };
        if tag != "final path" {
            self.known.paths.push((path, ty));
        }
        Node::optional(tag)
            .text(front)
            .node(Node::fixed(tag_of_path).text(quoted))
            .text(format!(" {sign} "))
            .node(value)
            .text(";")
            .newline()
    }

    fn assign_again(&mut self) -> Node {
        let Some((path, ty)) = self.random.pick_any(&self.known.paths).cloned() else {
            return self.assign_new();
        };
        let value = self.value(&ty, Some(ty.clone()), 3);
        let (tag, sign) = match self.random.below(5) {
            0 => ("assign if missing", "?="),
            _ => ("assign", "="),
        };
        let quoted = self.quote_path(&path);
        Node::optional(tag)
            .text(format!("{quoted} {sign} "))
            .node(value)
            .text(";")
            .newline()
    }

    /// `'/x/k' = …` where `/x` is a dict or list.
    fn assign_element(&mut self) -> Node {
        let Some((path, ty)) = self.random.pick_any(&self.known.paths).cloned() else {
            return self.assign_new();
        };
        let (term, inner, tag) = match ty {
            Type::Dict(inner) => (self.key().to_owned(), *inner, "element of a path"),
            Type::List(inner) => {
                let index = *self.random.pick(&["0", "0", "0", "1", "-1", "2", "-2"]);
                let tag = if index.starts_with('-') {
                    "negative index in a path"
                } else {
                    "element of a path"
                };
                (index.to_owned(), *inner, tag)
            }
            _ => return self.assign_again(),
        };
        let value = self.value(&inner, None, 2);
        let quoted = self.quote_path(&format!("{path}/{term}"));
        Node::optional(tag)
            .text(format!("{quoted} = "))
            .node(value)
            .text(";")
            .newline()
    }

    fn append_to_path(&mut self) -> Node {
        let lists: Vec<_> = self
            .known
            .paths
            .iter()
            .filter_map(|(path, ty)| match ty {
                Type::List(inner) => Some((path.clone(), (**inner).clone())),
                _ => None,
            })
            .collect();
        let Some((path, inner)) = self.random.pick_any(&lists).cloned() else {
            return self.assign_new();
        };
        let call = if self.random.percent(70) {
            "append"
        } else {
            "prepend"
        };
        let value = self.value(&inner, Some(inner.clone().list()), 2);
        Node::optional("append to a path")
            .text(format!("'{path}' = "))
            .node(
                Node::expression(call, level::PRIMARY)
                    .text(format!("{call}("))
                    .node(value)
                    .text(")"),
            )
            .text(";")
            .newline()
    }

    fn delete_path(&mut self) -> Node {
        let place = self.random.below(self.known.paths.len());
        if place >= self.known.paths.len() {
            return self.assign_new();
        }
        let (path, _) = self.known.paths.remove(place);
        Node::optional("delete a path")
            .text(format!("'{path}' = null;"))
            .newline()
    }

    fn set_prefix(&mut self, prefix: &mut Option<String>) -> Node {
        let (tag, text) = match self.random.below(10) {
            0 => ("empty prefix", String::new()),
            1 | 2 if prefix.is_some() => ("relative prefix", "sub".to_owned()),
            _ => ("prefix", format!("/{}", self.name("y"))),
        };
        *prefix = match tag {
            "empty prefix" => None,
            "prefix" => Some(text.clone()),
            _ => prefix
                .as_deref()
                .map(|p| format!("{}/sub", p.trim_end_matches("/sub"))),
        };
        Node::optional(tag).text(format!("prefix '{text}';")).newline()
    }

    fn assign_relative(&mut self, prefix: Option<&str>) -> Node {
        let Some(prefix) = prefix else {
            return self.assign_new();
        };
        let key = format!("{}{}", self.key(), self.random.below(3));
        let ty = Type::any(&mut self.random, 1);
        let path = format!("{prefix}/{key}");
        let old = self
            .known
            .paths
            .iter()
            .find(|(known, _)| *known == path)
            .map(|(_, ty)| ty.clone());
        let ty = old.clone().unwrap_or(ty);
        let value = self.value(&ty, old, 2);
        self.known.paths.push((path, ty));
        Node::optional("relative path")
            .text(format!("'{key}' = "))
            .node(value)
            .text(";")
            .newline()
    }

    /// A binding together with a value that fits it.
    fn bound(&mut self) -> Node {
        let path = self.new_path();
        let (ty, schema) = self.full_type(2);
        let bind = Node::optional("bind")
            .text(format!("bind '{path}' = "))
            .node(ty)
            .text(";")
            .newline();
        self.scope = Scope::default();
        let value = self.value_of(&schema, 2);
        let assign = Node::optional("assign")
            .text(format!("'{path}' = "))
            .node(value)
            .text(";")
            .newline();
        let (first, second) = if self.random.percent(50) {
            (bind, assign)
        } else {
            (assign, bind)
        };
        let node = Node::optional("").node(first);
        if self.random.percent(6) {
            node
        } else {
            node.node(second)
        }
    }

    fn valid(&mut self) -> Node {
        let Some((path, ty)) = self.random.pick_any(&self.known.paths).cloned() else {
            return self.assign_new();
        };
        let code = self.validation(&super::schema::Schema::Plain(ty));
        Node::optional("valid")
            .text(format!("valid '{path}' = "))
            .node(code)
            .text(";")
            .newline()
    }

    /// A second binding of a path that exists, by its own or a loose type.
    fn bind_of_many(&mut self) -> Node {
        let Some((path, ty)) = self.random.pick_any(&self.known.paths).cloned() else {
            return self.assign_new();
        };
        let loose = if matches!(ty, Type::List(_) | Type::Dict(_)) {
            "resource"
        } else {
            "property"
        };
        let name = *self.random.pick(&[ty.name(), loose, "element"]);
        Node::optional("bind of many")
            .text(format!("bind '{path}' = {name};"))
            .newline()
    }
}
