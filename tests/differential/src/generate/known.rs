//! What is defined at a place of a program.

use super::Generator;
use super::types::Type;
use crate::tree::Node;

pub(crate) const TAGS: &[&str] = &[
    "local variable",
    "global variable",
    "SELF",
    "OBJECT",
    "TEMPLATE",
    "FUNCTION",
    "ARGV",
    "ARGC",
    "LOADPATH",
];

/// What the statements so far have defined.
#[derive(Default)]
pub(crate) struct Known {
    /// Global variables that may be changed.
    pub(crate) variables: Vec<(String, Type)>,
    /// Global variables that are final.
    pub(crate) constants: Vec<(String, Type)>,
    /// Functions: name, arguments, result.
    pub(crate) functions: Vec<(String, Vec<Type>, Type)>,
    /// Absolute paths that have a value.
    pub(crate) paths: Vec<(String, Type)>,
    /// Types, by name.
    pub(crate) types: Vec<(String, super::schema::Schema)>,
    /// Structure templates.
    pub(crate) structures: Vec<String>,
    /// Files for `file_contents`.
    pub(crate) files: Vec<String>,
    /// Paths of other objects: object, path, type.
    pub(crate) others: Vec<(String, String, Type)>,
    /// Number of names given.
    pub(crate) names: usize,
}

/// What a block sees.
#[derive(Clone, Default)]
pub(crate) struct Scope {
    /// Local variables, without those in an enclosing block that is done.
    pub(crate) locals: Vec<(String, Type)>,
    /// The type of `SELF`, if it has a value.
    pub(crate) own: Option<Type>,
    /// May `SELF` be changed?
    pub(crate) own_writable: bool,
    /// Arguments, in a function.
    pub(crate) arguments: Option<Vec<Type>>,
    /// Loops around.
    pub(crate) loops: usize,
    /// Nothing of an object: no paths, no globals, no functions of templates (defaults of types).
    pub(crate) constant: bool,
}

impl Generator {
    /// A new name that begins like this.
    pub(crate) fn name(&mut self, prefix: &str) -> String {
        self.known.names += 1;
        format!("{prefix}{}", self.known.names)
    }

    /// Something readable of this type that exists already.
    pub(crate) fn reference(&mut self, wanted: &Type) -> Option<Node> {
        let mut found: Vec<Node> = Vec::new();
        for (name, ty) in self.scope.locals.iter().rev().take(12) {
            if ty == wanted {
                found.push(Node::atom("local variable", name.clone()));
            }
            if let Type::Dict(inner) | Type::List(inner) = ty
                && **inner == *wanted
            {
                if !self.random.percent(25) {
                    continue;
                }
                let list = matches!(ty, Type::List(_));
                let index = if list {
                    ["0", "0", "-1", "1"]
                } else {
                    ["'a'", "'a'", "'k'", "'b'"]
                };
                let index = self.random.text(&index);
                found.push(Node::atom("local variable", name.clone()).text(format!("[{index}]")));
            }
        }
        if let Some(own) = &self.scope.own {
            if own == wanted {
                found.push(Node::atom("SELF", "SELF"));
            }
            if let Type::List(inner) | Type::Dict(inner) = own
                && **inner == *wanted
                && self.random.percent(30)
            {
                let index = if matches!(own, Type::List(_)) { "0" } else { "'a'" };
                found.push(Node::atom("SELF", format!("SELF[{index}]")));
            }
        }
        if let Some(arguments) = &self.scope.arguments {
            for (i, argument) in arguments.iter().enumerate() {
                if argument == wanted {
                    found.push(Node::atom("ARGV", format!("ARGV[{i}]")));
                }
            }
            if *wanted == Type::Long {
                found.push(Node::atom("ARGC", "ARGC"));
            }
            if *wanted == Type::String {
                found.push(Node::atom("FUNCTION", "FUNCTION"));
            }
        }
        if !self.scope.constant {
            for (name, ty) in self.known.variables.iter().chain(&self.known.constants) {
                if ty == wanted {
                    found.push(Node::atom("global variable", name.clone()));
                }
            }
            if *wanted == Type::String && self.random.percent(10) {
                found.push(Node::atom("OBJECT", "OBJECT"));
                found.push(Node::atom("TEMPLATE", "TEMPLATE"));
            }
            if *wanted == Type::String.list() && self.random.percent(5) {
                found.push(Node::atom("LOADPATH", "LOADPATH"));
            }
        }
        self.random.pick_any(&found).cloned()
    }
}
