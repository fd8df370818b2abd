use pan_diagnostics::{Diagnostic, Rule};
use pan_value::Path;

use crate::types::Binding;
use crate::validate::Violation;

/// The diagnostic of a value that does not fit its type.
pub fn report(object: &str, path: &Path, binding: &Binding, violation: Violation) -> (Path, Diagnostic) {
    let full: Vec<_> = path
        .terms()
        .iter()
        .cloned()
        .chain(violation.terms_in_order())
        .collect();
    let full = Path::absolute(full);
    let mut diagnostic = Diagnostic::error(violation.code, violation.message)
        .in_object(object)
        .at_path(full.to_string())
        .at(binding.location.clone());
    diagnostic.value = violation.value;
    diagnostic.hint = violation.hint;
    let names: Vec<&str> = violation.types.iter().map(|name| &**name).collect();
    let text = if names.is_empty() {
        format!("the type bound to {path}")
    } else {
        format!("type '{}' bound to {path}", names.join("' in '"))
    };
    diagnostic.rule = Some(Rule {
        text,
        location: violation.rule,
    });
    if let Some(cause) = violation.cause {
        diagnostic.location = cause.location;
        diagnostic.labels = cause.labels;
        diagnostic.provenance = cause.provenance;
        diagnostic.hint = cause.hint.or(diagnostic.hint);
    }
    (full, diagnostic)
}
