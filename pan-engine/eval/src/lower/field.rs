//! Names of record fields.

use pan_diagnostics::codes::syntax;
use pan_syntax::ast::{self, View as _};
use pan_value::{Key, Path, Term};

use super::Lowering;

impl Lowering<'_> {
    /// The key of a record field: a path of one term. Like in any path, `{...}` is escaped.
    pub(super) fn field_name(&mut self, path: ast::Path<'_>) -> Option<Key> {
        let text = path.text()?;
        let problem = match Path::parse(&text) {
            Ok(parsed) => match parsed.terms() {
                [Term::Key(key)] => return Some(self.key(key)),
                [Term::Index(_)] => format!("'{text}' is an index, not the name of a field"),
                _ => format!("'{text}' is a path of several terms or none, not the name of a field"),
            },
            Err(error) => error.to_string(),
        };
        self.error(syntax::INVALID_FIELD, path.span(), problem);
        None
    }
}
