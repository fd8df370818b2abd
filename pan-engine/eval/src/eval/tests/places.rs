use pan_diagnostics::Diagnostic;

use crate::testing::{compile, world};

/// The first error of the object `o`.
fn error(templates: &[(&str, &str)]) -> Diagnostic {
    let mut diagnostics = compile(&world(templates)).diagnostics;
    assert!(!diagnostics.is_empty(), "{templates:?}");
    diagnostics.swap_remove(0)
}

/// What was there before is shown, with this remark, at this place.
#[track_caller]
fn earlier(templates: &[(&str, &str)], remark: &str, place: &str) {
    let error = error(templates);
    let label = error.labels.first().unwrap_or_else(|| panic!("{error}"));
    assert_eq!(label.message, remark, "{error}");
    assert_eq!(label.location.to_string(), place, "{error}");
}

#[test]
fn of_what_is_final() {
    earlier(
        &[("o", "object; final '/a' = 1; include 'b';"), ("b", "'/a' = 2;")],
        "made final here",
        "o.pan:1.20-1.34",
    );
    // One below it, set by a block, from a template that was left.
    earlier(
        &[
            ("o", "object; include 'b'; '/a' = null;"),
            ("b", "final '/a/b' = { 1 };"),
        ],
        "made final here",
        "b.pan:1.12-1.32",
    );
    earlier(
        &[
            ("o", "object; include 'b'; variable V = 2;"),
            ("b", "variable V = 1; final variable V ?= 3;"),
        ],
        "made final here",
        "b.pan:1.28-1.49",
    );
    // Nobody made this one final.
    let error = error(&[("o", "object; variable OBJECT = 1;")]);
    assert!(
        error.message.contains("OBJECT") && error.labels.is_empty(),
        "{error}"
    );
}

#[test]
fn of_definitions() {
    earlier(
        &[
            ("o", "object; function f = 1; include 'b';"),
            ("b", "function f = 2;"),
        ],
        "first defined here",
        "o.pan:1.20-1.34",
    );
    earlier(
        &[
            ("o", "object; type t = long; include 'b';"),
            ("b", "type t = string;"),
        ],
        "first defined here",
        "o.pan:1.29-1.32",
    );
}

/// Nobody set it, so who bound it is told.
#[test]
fn of_a_type_bound_to_nothing() {
    let error = error(&[
        ("o", "object; include 'b';"),
        ("b", "include 'c';"),
        ("c", "bind '/x' = long;"),
    ]);
    let names: Vec<&str> = error.provenance.iter().map(|frame| &*frame.name).collect();
    assert_eq!(names, ["c", "b", "o"], "{error}");
}
