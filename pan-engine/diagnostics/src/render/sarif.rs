//! The form that code scanning services and editors take: SARIF 2.1.0.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use super::{GIVEN, shortened};
use crate::{Code, Diagnostic, Location, Severity};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// One SARIF log with one run that holds all these diagnostics. `version` is that of the program that found them.
#[must_use]
pub fn sarif(diagnostics: &[Diagnostic], version: &str) -> Value {
    let codes: BTreeMap<u16, Code> = diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.code.number(), diagnostic.code))
        .collect();
    let rules: Vec<Value> = codes.values().map(|code| rule(*code)).collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| {
            let index = codes.range(..diagnostic.code.number()).count();
            result(diagnostic, index)
        })
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "panc", "version": version, "rules": rules } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.to_string(),
        "shortDescription": { "text": code.summary() },
        "help": { "text": code.explanation(), "markdown": code.explanation() },
        "defaultConfiguration": { "level": "error" },
        "properties": { "class": code.class().name() },
    })
}

fn result(diagnostic: &Diagnostic, rule_index: usize) -> Value {
    let mut place = serde_json::Map::new();
    if let Some(physical) = diagnostic.location.as_ref().and_then(physical) {
        place.insert("physicalLocation".to_owned(), physical);
    }
    let logical = logical(diagnostic);
    if !logical.is_empty() {
        place.insert("logicalLocations".to_owned(), Value::Array(logical));
    }
    let mut result = json!({
        "ruleId": diagnostic.code.to_string(),
        "ruleIndex": rule_index,
        "level": level(diagnostic.severity),
        "message": { "text": message(diagnostic) },
        "locations": if place.is_empty() { Vec::new() } else { vec![Value::Object(place)] },
        "properties": { "class": diagnostic.class.name() },
    });
    let related = related(diagnostic);
    if let (Some(fields), false) = (result.as_object_mut(), related.is_empty()) {
        fields.insert("relatedLocations".to_owned(), Value::Array(related));
    }
    result
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The message with the facts that SARIF has no place for.
fn message(diagnostic: &Diagnostic) -> String {
    let mut text = shortened(&diagnostic.message, GIVEN).into_owned();
    let rule = diagnostic.rule.as_ref().map(|rule| rule.text.as_str());
    let facts = [
        ("value", diagnostic.value.as_deref()),
        ("rule", rule),
        ("hint", diagnostic.advice()),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact {
            text.push_str(&format!("\n{name}: {}", shortened(fact, GIVEN)));
        }
    }
    text
}

/// The object and the path in it.
fn logical(diagnostic: &Diagnostic) -> Vec<Value> {
    let Some(object) = &diagnostic.object else {
        return Vec::new();
    };
    let mut places = vec![json!({ "name": &**object, "fullyQualifiedName": &**object, "kind": "object" })];
    if let Some(path) = &diagnostic.path {
        let path = shortened(path, GIVEN);
        let name = path.rsplit('/').next().unwrap_or_default();
        places.push(json!({
            "name": if name.is_empty() { &*path } else { name },
            "fullyQualifiedName": format!("{object}:{path}"),
            "kind": "element",
        }));
    }
    places
}

/// Remarks, the rule, who set the value, and how the compiler got there.
fn related(diagnostic: &Diagnostic) -> Vec<Value> {
    let mut related = Vec::new();
    let mut add = |location: &Location, text: String| {
        if let Some(physical) = physical(location) {
            let id = related.len() + 1;
            related.push(json!({ "id": id, "physicalLocation": physical, "message": { "text": text } }));
        }
    };
    for label in &diagnostic.labels {
        add(&label.location, label.message.clone());
    }
    if let Some(location) = diagnostic.rule.as_ref().and_then(|rule| rule.location.as_ref()) {
        add(location, "the rule is declared here".to_owned());
    }
    if let Some(location) = &diagnostic.set_by {
        add(location, "the value is set here".to_owned());
    }
    for frame in &diagnostic.provenance {
        if let Some(location) = &frame.location {
            add(
                location,
                format!("{} {} from here", frame.name, frame.kind.verb()),
            );
        }
    }
    related
}

/// Nothing for a source that is not anywhere.
fn physical(location: &Location) -> Option<Value> {
    let file = location.source.location();
    if file.is_empty() {
        return None;
    }
    let mut place = json!({ "artifactLocation": { "uri": uri(file) } });
    // A region needs a text to count in; without one the file is meant.
    if let (Some(fields), false) = (place.as_object_mut(), location.source.text().is_empty()) {
        fields.insert("region".to_owned(), region(location));
    }
    Some(place)
}

/// Lines and columns count from 1, columns in UTF-16 units; the end is behind the last character.
fn region(location: &Location) -> Value {
    let source = &location.source;
    let column = |offset: u32| {
        let line = source.line(offset);
        let before = source.slice(crate::Span::new(source.line_start(line), offset));
        (line, before.encode_utf16().count() + 1)
    };
    let length = u32::try_from(source.text().len()).unwrap_or(u32::MAX);
    let (start, end) = (location.span.start.min(length), location.span.end.min(length));
    let ((start_line, start_column), (end_line, end_column)) = (column(start), column(end.max(start)));
    json!({
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}

/// A `file:` URI for an absolute path, a relative one for others; what already is a URI stays.
fn uri(file: &str) -> String {
    if file.contains("://") {
        return file.to_owned();
    }
    let path = plain(Path::new(file));
    let text = path.to_string_lossy();
    let mut uri = String::with_capacity(text.len() + 8);
    if text.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// Without `.` parts, which viewers do not resolve.
fn plain(path: &Path) -> PathBuf {
    path.components()
        .filter(|part| !matches!(part, Component::CurDir))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris() {
        assert_eq!(uri("/site/a b/./x#1.pan"), "file:///site/a%20b/x%231.pan");
        assert_eq!(uri("./dir/é.pan"), "dir/%C3%A9.pan");
        assert_eq!(uri("git://main/x.pan"), "git://main/x.pan");
    }
}
