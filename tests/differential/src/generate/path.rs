//! Paths in quotes.

use super::Generator;
use super::types::Type;
use crate::tree::Node;

pub(crate) const TAGS: &[&str] = &[
    "absolute path",
    "relative path",
    "external path",
    "escaped path",
    "negative index in a path",
];

impl Generator {
    /// A path of this or another object, with a value of this type if there is one.
    pub(crate) fn path_of(&mut self, ty: &Type) -> Node {
        if self.random.percent(15) {
            let others: Vec<_> = self
                .known
                .others
                .iter()
                .filter(|(_, _, t)| t == ty)
                .cloned()
                .collect();
            if let Some((object, path, _)) = self.random.pick_any(&others) {
                let path = if self.random.percent(30) {
                    path.trim_start_matches('/')
                } else {
                    path
                };
                return Node::expression("external path", crate::tree::level::PRIMARY)
                    .text("'")
                    .program()
                    .text(format!("/{object}:{path}'"));
            }
        }
        let fitting: Vec<_> = self
            .known
            .paths
            .iter()
            .filter(|(_, t)| t == ty)
            .map(|(path, _)| path.clone())
            .collect();
        let path = match self.random.pick_any(&fitting) {
            Some(path) => path.clone(),
            None => self.new_path(),
        };
        Node::atom("absolute path", self.quote_path(&path))
    }

    /// Does a path of this type exist?
    pub(crate) fn has_path(&self, ty: &Type) -> bool {
        self.known.paths.iter().any(|(_, t)| t == ty) || self.known.others.iter().any(|(_, _, t)| t == ty)
    }

    /// A path that has no value yet.
    pub(crate) fn new_path(&mut self) -> String {
        let dicts: Vec<_> = self
            .known
            .paths
            .iter()
            .filter(|(_, ty)| matches!(ty, Type::Dict(_)))
            .map(|(path, _)| path.clone())
            .collect();
        if self.random.percent(10)
            && let Some(path) = self.random.pick_any(&dicts)
        {
            return format!("{path}/{}", self.name("n"));
        }
        let root = self.name("x");
        match self.random.below(8) {
            0 => format!("/{root}/b"),
            1 => format!("/{root}/{{a/b:c}}"),
            2 => format!("/{root}/0"),
            3 => format!("/{root}/k/0/z"),
            _ => format!("/{root}"),
        }
    }

    /// In quotes of either kind.
    pub(crate) fn quote_path(&mut self, path: &str) -> String {
        if self.random.percent(70) {
            format!("'{path}'")
        } else {
            format!("\"{path}\"")
        }
    }
}
