//! Templates and how they include each other.

use super::Generator;
use super::known::{Known, Scope};
use super::types::Type;
use crate::program::{Program, SourceFile};
use crate::tree::{Node, level};

pub(crate) const TAGS: &[&str] = &[
    "object template",
    "ordinary template",
    "unique template",
    "declaration template",
    "structure template",
    "include",
    "computed include",
    "include if it exists",
    "include along the load path",
    "include of nothing",
    "include again",
    "several objects",
];

/// The templates of a program while it is being written.
#[derive(Default)]
struct Files {
    files: Vec<SourceFile>,
    /// Templates that may be included again.
    again: Vec<String>,
}

impl Files {
    fn push(&mut self, name: String, tree: Node) {
        self.files.push(SourceFile { name, tree });
    }
}

impl Generator {
    /// A program.
    pub(crate) fn program(&mut self) -> Program {
        let mut files = Files::default();
        if self.random.percent(90) {
            self.known.files.push("data.txt".to_owned());
            let text = *self.random.pick(&["one\ntwo\n", "", "é\r\n", "x"]);
            files.push("data.txt".to_owned(), Node::fixed("").text(text));
        }
        let declared = self.random.percent(60);
        if declared {
            let mut body = header("declaration template", "declaration ", "decl");
            for _ in 0..self.random.between(1, 6) {
                body = body.node(self.declaration());
            }
            files.push("decl.pan".to_owned(), body);
        }
        for _ in 0..self.random.below(3) {
            self.structure(&mut files);
        }
        let names: &[&str] = match self.random.below(4) {
            0 => &["p2", "o"],
            1 if self.random.percent(40) => &["p3", "p2", "o"],
            _ => &["o"],
        };
        let common = std::mem::take(&mut self.known);
        let mut others = Vec::new();
        for name in names {
            self.known = Known {
                variables: common.variables.clone(),
                constants: common.constants.clone(),
                functions: common.functions.clone(),
                types: common.types.clone(),
                structures: common.structures.clone(),
                files: common.files.clone(),
                names: common.names.max(self.known.names),
                others: std::mem::take(&mut others),
                paths: Vec::new(),
            };
            self.object(name, declared, names.len() > 1, &mut files);
            others = std::mem::take(&mut self.known.others);
            for (path, ty) in &self.known.paths {
                others.push(((*name).to_owned(), path.clone(), ty.clone()));
            }
        }
        let all = names.iter().map(|name| format!("{name}.pan"));
        let objects = if self.random.percent(70) {
            all.collect()
        } else {
            vec!["o.pan".to_owned()]
        };
        Program {
            files: files.files,
            objects,
        }
    }

    fn object(&mut self, name: &str, declared: bool, several: bool, files: &mut Files) {
        files.again.clear();
        let mut body = header("object template", "object ", name);
        if several {
            body = body.node(Node::fixed("several objects"));
        }
        if declared {
            body = body.node(include("include", "decl"));
        }
        let count = self.random.between(2, 12);
        let body = self.body(body, count, 0, files);
        files.push(format!("{name}.pan"), body);
    }

    fn body(&mut self, mut body: Node, count: usize, depth: usize, files: &mut Files) -> Node {
        let mut prefix = None;
        for _ in 0..count {
            let statement = if depth < 3 && self.random.percent(14) {
                self.inclusion(depth, files)
            } else {
                self.statement(&mut prefix)
            };
            body = body.node(statement);
        }
        body
    }

    fn inclusion(&mut self, depth: usize, files: &mut Files) -> Node {
        if self.random.percent(12)
            && let Some(name) = self.random.pick_any(&files.again)
        {
            return include("include again", name);
        }
        match self.random.below(10) {
            0 => Node::optional("include of nothing")
                .text(*self.random.pick(&[
                    "include undef;",
                    "include null;",
                    "include if_exists('not/there');",
                ]))
                .newline(),
            1 => self.along_load_path(depth, files),
            _ => {
                let (tag, kind, stem) = match self.random.below(6) {
                    0 | 1 => ("unique template", "unique ", "u"),
                    2 => ("declaration template", "declaration ", "d"),
                    _ => ("ordinary template", "", "t"),
                };
                let name = self.name(stem);
                let count = self.random.between(1, 5);
                let mut text = header(tag, kind, &name);
                if stem == "d" {
                    for _ in 0..count {
                        text = text.node(self.declaration());
                    }
                } else {
                    text = self.body(text, count, depth + 1, files);
                }
                files.push(format!("{name}.pan"), text);
                files.again.push(name.clone());
                self.include_in_some_way(&name)
            }
        }
    }

    fn include_in_some_way(&mut self, name: &str) -> Node {
        match self.random.below(6) {
            0 => Node::optional("include if it exists")
                .text("include ")
                .node(
                    Node::expression("if_exists", level::PRIMARY)
                        .text("if_exists('")
                        .program()
                        .text(format!("/{name}')")),
                )
                .text(";")
                .newline(),
            1 => Node::optional("computed include")
                .text("include '")
                .program()
                .text(format!("/' + '{name}';"))
                .newline(),
            2 => {
                let condition = self.expression(&Type::Boolean, 2);
                Node::optional("computed include")
                    .text("include { if (")
                    .operand(condition, level::OR)
                    .text(" || true) '")
                    .program()
                    .text(format!("/{name}' else null }};"))
                    .newline()
            }
            _ => include("include", name),
        }
    }

    /// `variable LOADPATH = …; include 'name';`
    fn along_load_path(&mut self, depth: usize, files: &mut Files) -> Node {
        let name = self.name("lp");
        // The name is relative to the load path, so it has nothing of the program's name in it.
        let text = Node::fixed("ordinary template")
            .text(format!("template {name};"))
            .newline();
        let text = self.body(text, 2, depth + 1, files);
        files.push(format!("path/{name}.pan"), text);
        Node::optional("include along the load path")
            .node(
                Node::optional("LOADPATH")
                    .text("variable LOADPATH = append('")
                    .program()
                    .text("/path');")
                    .newline(),
            )
            .text(format!("include '{name}';"))
            .newline()
    }

    /// A structure template for `create`.
    fn structure(&mut self, files: &mut Files) {
        let name = self.name("s");
        let mut body = header("structure template", "structure ", &name);
        if self.random.percent(30)
            && let Some(other) = self.random.pick_any(&self.known.structures)
        {
            body = body.node(include("include", other));
        }
        for _ in 0..self.random.below(5) {
            let ty = Type::any(&mut self.random, 1);
            self.scope = Scope::default();
            let value = self.expression(&ty, 2);
            let key = self.key();
            let sign = *self.random.pick(&["=", "=", "=", "?="]);
            body = body.node(
                Node::optional("relative path")
                    .text(format!("'{key}{}' {sign} ", self.random.below(4)))
                    .node(value)
                    .text(";")
                    .newline(),
            );
        }
        files.push(format!("{name}.pan"), body);
        self.known.structures.push(name);
    }

    /// Arguments of `create()`.
    pub(crate) fn create_arguments(&mut self, ty: &Type, depth: usize) -> Vec<Node> {
        let name = self.random.pick_any(&self.known.structures).cloned();
        let name = name.unwrap_or_else(|| "none".to_owned());
        let mut arguments = vec![
            Node::expression("", level::PRIMARY)
                .text("'")
                .program()
                .text(format!("/{name}'")),
        ];
        if self.random.percent(40) {
            let key = self.key();
            arguments.push(Node::atom("single-quoted", format!("'{key}'")));
            arguments.push(self.expression(ty, depth));
        }
        arguments
    }
}

fn header(tag: &'static str, kind: &'static str, name: &str) -> Node {
    Node::fixed(tag)
        .text(format!("{kind}template "))
        .program()
        .text(format!("/{name};"))
        .newline()
}

fn include(tag: &'static str, name: &str) -> Node {
    Node::optional(tag)
        .text("include '")
        .program()
        .text(format!("/{name}';"))
        .newline()
}
