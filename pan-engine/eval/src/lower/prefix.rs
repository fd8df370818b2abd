//! Paths of statements, and the prefix that relative ones are under.

use pan_diagnostics::codes::syntax;
use pan_syntax::ast::{self, View as _};
use pan_value::Path;
use rustc_hash::FxHashMap;

use super::Lowering;

/// The prefix in force.
#[derive(Default)]
pub(super) struct Prefix {
    /// Relative paths are under it.
    current: Option<Path>,
    /// The last absolute one: relative prefixes are under it, even after the prefix was cleared.
    absolute: Option<Path>,
    /// Paths that were assigned to under the current one, by their texts: templates set the same paths again and again.
    known: FxHashMap<Box<str>, Path>,
}

/// Paths kept.
const KNOWN: usize = 1024;

impl Lowering<'_> {
    /// `prefix PATH;`: an empty one clears the prefix, a relative one is under the last absolute one.
    pub(super) fn prefix_statement(&mut self, statement: ast::PrefixStatement<'_>) {
        self.prefix.known.clear();
        let Some(path) = statement.path() else { return };
        let Some(text) = path.text() else { return };
        if text.is_empty() {
            self.prefix.current = None;
            return;
        }
        let Some(parsed) = self.parsed(Path::parse(&text), path) else {
            return;
        };
        if parsed.is_absolute() {
            self.prefix.absolute = Some(parsed.clone());
            self.prefix.current = Some(parsed);
        } else if parsed.is_external() {
            let message = format!("the prefix '{text}' is in another object");
            self.error(syntax::INVALID_PATH, path.span(), message);
        } else if let Some(absolute) = &self.prefix.absolute {
            self.prefix.current = Some(absolute.join(&parsed));
        } else {
            let message =
                format!("the prefix '{text}' is relative, but there is no absolute prefix before it");
            self.error(syntax::RELATIVE_PREFIX, path.span(), message);
        }
    }

    /// The path that an assignment is to, prefix applied; none if it is wrong, which is then noted.
    pub(super) fn assigned_path(&mut self, path: ast::Path<'_>) -> Option<Path> {
        let text = path.text()?;
        if let Some(known) = self.prefix.known.get(&*text) {
            return Some(known.clone());
        }
        let prefix = self.prefix.current.clone();
        let index_may_lead = prefix.as_ref().is_some_and(|prefix| !prefix.terms().is_empty());
        let parsed = Path::parse_with(&text, index_may_lead, &mut |key| self.key(key));
        let parsed = self.parsed(parsed, path)?;
        if parsed.is_external() {
            let message = format!("'{text}' is in another object and cannot be assigned to");
            self.error(syntax::EXTERNAL_ASSIGNMENT, path.span(), message);
            return None;
        }
        let assigned = prefix.map_or_else(|| parsed.clone(), |prefix| prefix.join(&parsed));
        if self.prefix.known.len() < KNOWN {
            self.prefix.known.insert((*text).into(), assigned.clone());
        }
        Some(assigned)
    }

    /// The path, or none if it is not one, which is then noted.
    pub(super) fn parsed(
        &mut self,
        parsed: Result<Path, pan_value::PathError>,
        path: ast::Path<'_>,
    ) -> Option<Path> {
        match parsed {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.error(syntax::INVALID_PATH, path.span(), error.to_string());
                None
            }
        }
    }
}
