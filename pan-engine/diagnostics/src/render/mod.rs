//! Renderers: one diagnostic, many forms.
//!
//! Every text form begins with `<class> error [place]` (or `warning`), because scripts around the reference compiler look
//! for exactly that at the beginning of a line.

mod human;
mod json;
mod short;

pub use human::human;
pub use json::json;
pub use short::short;

use crate::Diagnostic;

/// `<class> <severity> [<place>]`: the words every text form begins with. The place is that of the location (if its source
/// is anywhere), else the name of the object, else `?`.
fn heading(diagnostic: &Diagnostic) -> String {
    let place = match (&diagnostic.location, &diagnostic.object) {
        (Some(location), _) if !location.source.location().is_empty() => location.to_string(),
        (_, Some(object)) => object.to_string(),
        _ => "?".to_owned(),
    };
    format!("{} {} [{place}]", diagnostic.class, diagnostic.severity)
}

/// The facts of a diagnostic as (name, text) pairs, in the order all text forms give them.
fn facts(diagnostic: &Diagnostic) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let mut add = |name, text: Option<String>| facts.extend(text.map(|text| (name, text)));
    add("object", diagnostic.object.as_ref().map(ToString::to_string));
    add("path", diagnostic.path.clone());
    add("value", diagnostic.value.clone());
    if let Some(rule) = &diagnostic.rule {
        let place = rule
            .location
            .as_ref()
            .map(|location| format!(" (declared at {location})"))
            .unwrap_or_default();
        add("rule", Some(format!("{}{place}", rule.text)));
    }
    add(
        "set by",
        diagnostic
            .set_by
            .as_ref()
            .map(|location| format!("{} at {location}", location.source.name())),
    );
    for frame in &diagnostic.provenance {
        let place = frame
            .location
            .as_ref()
            .map(|location| format!(" from {location}"))
            .unwrap_or_default();
        add(frame.kind.verb(), Some(format!("{}{place}", frame.name)));
    }
    add("hint", diagnostic.hint.clone());
    facts
}
