//! The form for programs.

use std::borrow::Cow;

use serde::Serialize;

use super::{GIVEN, shortened};
use crate::{Diagnostic, Location};

/// A place, as programs count: bytes from 0, lines and columns from 1.
#[derive(Serialize)]
struct Place<'a> {
    template: &'a str,
    file: &'a str,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
    last_line: u32,
    last_column: u32,
}

#[derive(Serialize)]
struct Remark<'a> {
    message: &'a str,
    location: Place<'a>,
}

#[derive(Serialize)]
struct BrokenRule<'a> {
    text: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Document<'a> {
    code: String,
    class: &'static str,
    severity: &'static str,
    message: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Place<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<Remark<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<BrokenRule<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set_by: Option<Place<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    provenance: Vec<Step<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<Cow<'a, str>>,
}

fn place(location: &Location) -> Place<'_> {
    let (start, last) = (location.start(), location.last());
    Place {
        template: location.source.name(),
        file: location.source.location(),
        start: location.span.start,
        end: location.span.end,
        line: start.line,
        column: start.column,
        last_line: last.line,
        last_column: last.column,
    }
}

fn bounded(text: &str) -> Cow<'_, str> {
    shortened(text, GIVEN)
}

/// One JSON object; fields that do not apply are left out.
#[must_use]
pub fn json(diagnostic: &Diagnostic) -> serde_json::Value {
    let document = Document {
        code: diagnostic.code.to_string(),
        class: diagnostic.class.name(),
        severity: diagnostic.severity.name(),
        message: bounded(&diagnostic.message),
        location: diagnostic.location.as_ref().map(place),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| Remark {
                message: &label.message,
                location: place(&label.location),
            })
            .collect(),
        object: diagnostic.object.as_deref(),
        path: diagnostic.path.as_deref().map(bounded),
        value: diagnostic.value.as_deref().map(bounded),
        rule: diagnostic.rule.as_ref().map(|rule| BrokenRule {
            text: bounded(&rule.text),
            location: rule.location.as_ref().map(place),
        }),
        set_by: diagnostic.set_by.as_ref().map(place),
        provenance: diagnostic
            .provenance
            .iter()
            .map(|frame| Step {
                kind: frame.kind.name(),
                name: &frame.name,
                location: frame.location.as_ref().map(place),
            })
            .collect(),
        hint: diagnostic.advice().map(bounded),
    };
    // Only maps with non-string keys and failing Serialize implementations can fail; there are none here.
    serde_json::to_value(document).unwrap_or_default()
}
