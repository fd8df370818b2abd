//! Steps of a block: what is done before its value is given.

use super::Generator;
use super::types::Type;
use crate::tree::{Node, level};

impl Generator {
    /// One step with its semicolon; may be left out.
    pub(crate) fn step(&mut self, depth: usize) -> Node {
        let node = match self.random.below(30) {
            0..=6 => self.define(depth),
            7..=9 => self.redefine(depth),
            10..=13 => self.indexed(depth),
            14 => self.alias(),
            15 => self.chained(depth),
            16 | 17 if depth > 0 => self.conditional_steps(depth),
            18..=22 if depth > 0 && self.scope.loops < 2 => self.iteration(depth),
            23 | 24 => self.grow(depth),
            25 => self.delete(),
            26 => self.leave(depth),
            27 => self.retype(depth),
            28 => self.message(depth),
            _ => {
                let ty = Type::any(&mut self.random, 1);
                Some(self.expression(&ty, depth))
            }
        };
        let node = match node {
            Some(node) => node,
            None => match self.define(depth) {
                Some(node) => node,
                None => self.literal(&Type::Long, 0),
            },
        };
        // Blocks need not stand on one line.
        let end = Node::optional("").node(node).text(";");
        if self.random.percent(30) {
            end.newline().text("  ")
        } else {
            end.text(" ")
        }
    }

    /// Several steps in braces.
    pub(crate) fn steps(&mut self, depth: usize) -> Node {
        let before = self.scope.locals.len();
        let mut node = Node::expression("block", level::BLOCK).text("{ ");
        for _ in 0..self.random.between(1, 2) {
            let step = self.step(depth);
            node = node.node(step);
        }
        let last = self.leaf(&Type::Long);
        self.scope.locals.truncate(before);
        node.node(last).text("; }")
    }

    fn assignment(tag: &'static str, target: impl Into<String>, value: Node) -> Node {
        Node::expression(tag, level::STATEMENT)
            .text(target.into())
            .text(" = ")
            .operand(value, level::STATEMENT)
    }

    fn define(&mut self, depth: usize) -> Option<Node> {
        let ty = Type::any(&mut self.random, 2);
        let value = self.expression(&ty, depth);
        let name = self.name("v");
        self.scope.locals.push((name.clone(), ty));
        Some(Self::assignment("assignment", name, value))
    }

    fn redefine(&mut self, depth: usize) -> Option<Node> {
        let (name, ty) = self.random.pick_any(&self.scope.locals)?.clone();
        let value = self.expression(&ty, depth);
        Some(Self::assignment("assignment", name, value))
    }

    /// A container that may be changed, and what it holds.
    fn container(&mut self) -> Option<(String, bool, Type)> {
        let mut found = Vec::new();
        for (name, ty) in &self.scope.locals {
            match ty {
                Type::List(inner) => found.push((name.clone(), true, (**inner).clone())),
                Type::Dict(inner) => found.push((name.clone(), false, (**inner).clone())),
                _ => {}
            }
        }
        if self.scope.own_writable {
            match &self.scope.own {
                Some(Type::List(inner)) => found.push(("SELF".to_owned(), true, (**inner).clone())),
                Some(Type::Dict(inner)) => found.push(("SELF".to_owned(), false, (**inner).clone())),
                _ => {}
            }
        }
        self.random.pick_any(&found).cloned()
    }

    fn indexed(&mut self, depth: usize) -> Option<Node> {
        let (name, list, mut inner) = self.container()?;
        let mut target = Node::expression("indexed assignment", level::STATEMENT).text(name);
        let mut list = list;
        loop {
            let index = self.index(list, depth);
            target = target.text("[").node(index).text("]");
            match &inner {
                Type::List(next) if self.random.percent(40) => (list, inner) = (true, (**next).clone()),
                Type::Dict(next) if self.random.percent(40) => (list, inner) = (false, (**next).clone()),
                _ => break,
            }
        }
        let value = if self.random.percent(8) {
            self.nothing()
        } else {
            self.expression(&inner, depth)
        };
        Some(target.text(" = ").operand(value, level::STATEMENT))
    }

    /// An index of a list or a key of a dict.
    pub(crate) fn index(&mut self, list: bool, depth: usize) -> Node {
        if list {
            return match self.random.below(10) {
                0..=6 => Node::atom("decimal", self.random.below(4).to_string()),
                7 => Node::expression("negative", level::UNARY)
                    .text("-")
                    .node(Node::atom("decimal", self.random.between(1, 3).to_string())),
                _ => self.expression(&Type::Long, depth.saturating_sub(1)),
            };
        }
        match self.random.below(12) {
            0..=8 => {
                let key = self.key();
                Node::atom("single-quoted", format!("'{key}'"))
            }
            9 => Node::atom("single-quoted", "'{e:/x}'"),
            _ => self.expression(&Type::String, depth.saturating_sub(1)),
        }
    }

    fn alias(&mut self) -> Option<Node> {
        let (from, ty) = self.random.pick_any(&self.scope.locals)?.clone();
        let (mut from, mut ty) = (from, ty);
        if self.scope.own_writable
            && self.random.percent(30)
            && let Some(own) = &self.scope.own
        {
            (from, ty) = ("SELF".to_owned(), own.clone());
        }
        let name = self.name("v");
        self.scope.locals.push((name.clone(), ty));
        Some(Self::assignment(
            "assignment",
            name,
            Node::atom("local variable", from),
        ))
    }

    fn chained(&mut self, depth: usize) -> Option<Node> {
        let ty = Type::any(&mut self.random, 1);
        let value = self.expression(&ty, depth);
        let (one, two) = (self.name("v"), self.name("v"));
        self.scope.locals.push((one.clone(), ty.clone()));
        self.scope.locals.push((two.clone(), ty));
        Some(
            Node::expression("chained assignment", level::STATEMENT)
                .text(format!("{one} = {two} = "))
                .operand(value, level::STATEMENT),
        )
    }

    fn conditional_steps(&mut self, depth: usize) -> Option<Node> {
        let condition = self.expression(&Type::Boolean, depth - 1);
        let yes = self.steps(depth - 1);
        let node = Node::expression("if", level::STATEMENT)
            .text("if (")
            .node(condition)
            .text(") ")
            .node(yes);
        Some(if self.random.percent(40) {
            let no = self.steps(depth - 1);
            node.text(" else ").node(no)
        } else {
            node
        })
    }

    /// `append(v, …)`, `prepend(v, …)`
    fn grow(&mut self, depth: usize) -> Option<Node> {
        let (name, list, inner) = self.container()?;
        if !list {
            return None;
        }
        let call = if self.random.percent(60) {
            "append"
        } else {
            "prepend"
        };
        let value = self.expression(&inner, depth);
        Some(if name != "SELF" && self.random.percent(50) {
            Self::assignment(
                "assignment",
                name.clone(),
                Node::expression(call, level::PRIMARY)
                    .text(format!("{call}({name}, "))
                    .node(value)
                    .text(")"),
            )
        } else {
            Node::expression(call, level::PRIMARY)
                .text(format!("{call}({name}, "))
                .node(value)
                .text(")")
        })
    }

    fn delete(&mut self) -> Option<Node> {
        let (name, list, _) = self.container()?;
        if name != "SELF" && self.random.percent(10) {
            self.scope.locals.retain(|(local, _)| *local != name);
            return Some(Node::expression("delete", level::PRIMARY).text(format!("delete({name})")));
        }
        let index = self.index(list, 1);
        Some(
            Node::expression("delete", level::PRIMARY)
                .text(format!("delete({name}["))
                .node(index)
                .text("])"),
        )
    }

    /// `return` and `error` under a condition.
    fn leave(&mut self, depth: usize) -> Option<Node> {
        let condition = match self.random.below(4) {
            0 => self.expression(&Type::Boolean, depth),
            _ => Node::atom("boolean literal", "false"),
        };
        let call = if self.random.percent(60) {
            "return"
        } else {
            "error"
        };
        let ty = match call {
            "error" => Type::String,
            _ => Type::any(&mut self.random, 1),
        };
        let value = self.expression(&ty, depth);
        Some(
            Node::expression("if", level::STATEMENT)
                .text("if (")
                .node(condition)
                .text(format!(") {call}("))
                .node(Node::expression(call, level::BLOCK).node(value))
                .text(")"),
        )
    }

    /// A variable of another type, by way of undef or null.
    fn retype(&mut self, depth: usize) -> Option<Node> {
        let place = self.random.below(self.scope.locals.len());
        let (name, _) = self.scope.locals.get(place)?.clone();
        let nothing = self.nothing();
        let ty = Type::any(&mut self.random, 1);
        let value = self.expression(&ty, depth);
        self.scope.locals.retain(|(local, _)| *local != name);
        self.scope.locals.push((name.clone(), ty));
        let first = Self::assignment("assignment", name.clone(), nothing).text("; ");
        Some(
            Node::expression("", level::BLOCK)
                .node(first)
                .node(Self::assignment("assignment", name, value)),
        )
    }

    fn message(&mut self, depth: usize) -> Option<Node> {
        let text = self.expression(&Type::String, depth);
        Some(match self.random.below(3) {
            0 => Node::expression("debug", level::PRIMARY)
                .text("debug(")
                .node(text)
                .text(")"),
            1 => Node::atom("traceback", "traceback('here')"),
            _ => Node::expression("deprecated", level::PRIMARY)
                .text("deprecated(1, ")
                .node(text)
                .text(")"),
        })
    }
}
