//! Renderers: one diagnostic, many forms.
//!
//! Every text form begins with `<class> error [place]` (or `warning`), because scripts around the reference compiler look
//! for exactly that at the beginning of a line. No form is longer than a bound, whatever templates put into a message.

mod human;
mod json;
mod length;
mod sarif;
mod short;

pub use human::human;
pub use json::json;
pub use length::{GIVEN, SHOWN, shortened};
pub use sarif::sarif;
pub use short::short;

use crate::{Diagnostic, Frame};

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
    let mut add = |name, text: Option<String>| {
        facts.extend(text.map(|text| (name, shortened(&text, SHOWN).into_owned())));
    };
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
    for same in diagnostic.provenance.chunk_by(same_step) {
        let Some(frame) = same.first() else { continue };
        let place = frame
            .location
            .as_ref()
            .map(|location| format!(" from {location}"))
            .unwrap_or_default();
        let times = match same.len() {
            1 => String::new(),
            times => format!(" ({times} times)"),
        };
        add(frame.kind.verb(), Some(format!("{}{place}{times}", frame.name)));
    }
    add("hint", diagnostic.advice().map(str::to_owned));
    facts
}

/// A function that calls itself does so from the same place again and again.
fn same_step(a: &Frame, b: &Frame) -> bool {
    (a.kind, &a.name, &a.location) == (b.kind, &b.name, &b.location)
}
