//! Statements that declaration templates may hold: variables, functions, types.

use super::Generator;
use super::known::Scope;
use super::types::Type;
use crate::tree::Node;

impl Generator {
    /// A statement that is allowed in declaration templates.
    pub(crate) fn declaration(&mut self) -> Node {
        match self.random.below(10) {
            0..=3 => self.type_statement(),
            4..=6 => self.function(),
            _ => self.variable(),
        }
    }

    pub(crate) fn variable(&mut self) -> Node {
        let again = self.random.percent(35);
        let old = self.random.pick_any(&self.known.variables).cloned();
        let (name, ty, own) = match old {
            Some((name, ty)) if again => (name, ty.clone(), Some(ty)),
            _ => (self.name("V"), Type::any(&mut self.random, 2), None),
        };
        let value = self.value(&ty, own.clone(), 3);
        let (tag, front, sign) = match self.random.below(10) {
            0 | 1 => ("variable if missing", "", "?="),
            2 if own.is_none() => ("final variable", "final ", "="),
            _ => ("variable", "", "="),
        };
        if tag == "final variable" {
            self.known.constants.push((name.clone(), ty));
        } else if own.is_none() {
            self.known.variables.push((name.clone(), ty));
        }
        let mut node = Node::optional(tag);
        if self.random.percent(4) {
            node = node.node(self.annotation());
        }
        node.text(format!("{front}variable {name} {sign} "))
            .node(value)
            .text(";")
            .newline()
    }

    fn function(&mut self) -> Node {
        let name = self.name("f");
        let arguments: Vec<Type> = (0..self.random.below(4))
            .map(|_| Type::any(&mut self.random, 1))
            .collect();
        let result = Type::any(&mut self.random, 1);
        self.scope = Scope {
            arguments: Some(arguments.clone()),
            ..Scope::default()
        };
        let body = if self.random.percent(75) {
            self.value_block(&result, 3)
        } else {
            self.expression(&result, 3)
        };
        self.scope = Scope::default();
        self.known.functions.push((name.clone(), arguments, result));
        let mut node = Node::optional("function");
        if self.random.percent(8) {
            node = node.node(self.annotation());
        }
        node.text(format!("function {name} = "))
            .node(body)
            .text(";")
            .newline()
    }

    pub(crate) fn type_statement(&mut self) -> Node {
        let name = self.name("t");
        let (ty, schema) = self.full_type(2);
        self.known.types.push((name.clone(), schema));
        let mut node = Node::optional("type statement");
        if self.random.percent(8) {
            node = node.node(self.annotation());
        }
        node.node(Node::fixed("type").text(format!("type {name} = ")))
            .node(ty)
            .text(";")
            .newline()
    }

    pub(crate) fn annotation(&mut self) -> Node {
        let text = *self.random.pick(&[
            "@{ a note }\n",
            "@(another)\n",
            "@[third]\n",
            "@documentation{\n  desc = what it is\n  arg = 1\n}\n",
            "@x.y-z { k = v }\n",
        ]);
        Node::optional("annotation").text(text)
    }
}
