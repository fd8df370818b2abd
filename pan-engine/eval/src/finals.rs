//! Which paths are final.

use pan_diagnostics::Location;
use pan_value::{Path, Term};
use rustc_hash::FxHashMap;

/// The paths marked as final.
#[derive(Debug, Default)]
pub struct Finals {
    root: Node,
}

#[derive(Debug, Default)]
struct Node {
    is_final: bool,
    /// The statement that marked it, if it is one of this object.
    marked_by: Option<Location>,
    children: FxHashMap<Term, Node>,
}

impl Finals {
    /// Marks a path, as another object did.
    pub fn set(&mut self, path: &Path) {
        self.mark(path, None);
    }

    /// Marks a path; this statement does.
    pub fn set_by(&mut self, path: &Path, statement: Location) {
        self.mark(path, Some(statement));
    }

    fn mark(&mut self, path: &Path, statement: Option<Location>) {
        let mut node = &mut self.root;
        for term in path.terms() {
            node = node.children.entry(term.clone()).or_default();
        }
        node.is_final = true;
        node.marked_by = statement;
    }

    /// The marked path that keeps this one from being changed: itself, one above it or one below it; and the statement that
    /// marked it.
    pub fn reason(&self, path: &Path) -> Option<(Path, Option<&Location>)> {
        let mut node = &self.root;
        let mut terms = Vec::new();
        for term in path.terms() {
            node = node.children.get(term)?;
            terms.push(term.clone());
            if node.is_final {
                return Some((Path::absolute(terms), node.marked_by.as_ref()));
            }
        }
        // The root itself, marked, does not protect what is below it.
        while !node.is_final {
            let (term, child) = node.children.iter().min_by_key(|(term, _)| *term)?;
            terms.push(term.clone());
            node = child;
        }
        Some((Path::absolute(terms), node.marked_by.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(marked: &str, path: &str, expected: Option<&str>) {
        let mut finals = Finals::default();
        finals.set(&Path::parse(marked).unwrap());
        let reason = finals
            .reason(&Path::parse(path).unwrap())
            .map(|(path, _)| path.to_string());
        assert_eq!(reason.as_deref(), expected, "{marked} {path}");
    }

    #[test]
    fn itself_above_and_below() {
        check("/a/b", "/a/b", Some("/a/b"));
        check("/a/b", "/a/b/c/0", Some("/a/b"));
        check("/a/b", "/a", Some("/a/b"));
        check("/a/b", "/a/c", None);
        check("/a/b", "/b", None);
        check("/", "/a", None);
        check("/", "/", Some("/"));
    }
}
