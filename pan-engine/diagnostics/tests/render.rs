//! The renderers: what each field looks like, and that no place in no text breaks them.
//!
//! To accept changed renderings: `INSTA_UPDATE=always cargo test -p pan-diagnostics`, then read the difference.

use std::sync::Arc;

use pan_diagnostics::{Class, Diagnostic, Frame, FrameKind, Location, Rule, Source, Span, codes, render};
use proptest::prelude::*;

/// A diagnostic that uses every field.
fn everything() -> Diagnostic {
    let schema = Source::new(
        "site/schema",
        "/site/schema.pan",
        "declaration template site/schema;\n\ntype port = long(1..1024);\n",
    );
    let config = Source::new(
        "site/config",
        "/site/config.pan",
        "template site/config;\n'/a/port' = {\n\tx = 1025;\n\tx;\n};\n",
    );
    let object = Source::new(
        "host",
        "/site/host.pan",
        "object template host;\ninclude 'site/config';\n",
    );
    Diagnostic {
        path: Some("/a/port".to_owned()),
        value: Some("1025".to_owned()),
        rule: Some(Rule {
            text: "type 'port'".to_owned(),
            location: Some(Location::new(&schema, Span::new(47, 60))),
        }),
        set_by: Some(Location::new(&config, Span::new(22, 31))),
        provenance: vec![
            Frame {
                kind: FrameKind::Include,
                name: "site/config".into(),
                location: Some(Location::new(&object, Span::new(22, 44))),
            },
            Frame {
                kind: FrameKind::Object,
                name: "host".into(),
                location: None,
            },
        ],
        ..Diagnostic::error(codes::validation::RANGE, "the value is outside of its range")
    }
    .at(Location::new(&config, Span::new(37, 46)))
    .with_label(Location::new(&config, Span::new(22, 31)), "assigned here")
    .with_label(Location::new(&schema, Span::new(47, 60)), "the range")
    .in_object("host")
    .with_hint("ports below 1024 are for the system\nask the network group")
}

#[test]
fn human() {
    insta::assert_snapshot!(render::human(&everything(), false));
}

#[test]
fn colour_adds_escapes_only() {
    let coloured = render::human(&everything(), true);
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, escape)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = escape.split_once('m').map_or("", |(_, after)| after);
    }
    assert_eq!(plain + rest, render::human(&everything(), false));
}

#[test]
fn short() {
    insta::assert_snapshot!(render::short(&everything()));
}

#[test]
fn json() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&render::json(&everything())).unwrap_or_default());
}

#[test]
fn nothing_but_a_message() {
    let bare = Diagnostic::warning(codes::system::SOURCES, "a file is missing");
    let nowhere = bare
        .clone()
        .at(Location::new(&Source::new("", "", ""), Span::at(0)));
    assert_eq!(
        render::human(&nowhere, false),
        "system warning [?]\na file is missing (PAN4001)"
    );
    assert_eq!(
        render::human(&bare, false),
        "system warning [?]\na file is missing (PAN4001)"
    );
    assert_eq!(
        render::short(&bare.clone().in_object("host").with_class(Class::Evaluation)),
        "evaluation warning [host]\na file is missing (PAN4001)\n  object: host"
    );
    assert_eq!(render::json(&bare).as_object().map(serde_json::Map::len), Some(4));
}

#[test]
fn long_ranges_are_marked_at_their_first_line() {
    let text: Arc<str> = "line\n".repeat(100).into();
    let source = Source::new("t", "t.pan", Arc::clone(&text));
    let long =
        Diagnostic::error(codes::parse::EXPECTED_TOKEN, "long").at(Location::new(&source, Span::new(0, 500)));
    assert_eq!(
        render::human(&long, false).lines().count(),
        6,
        "{}",
        render::human(&long, false)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_place_in_any_text(text in "[a\té\r\n\u{1f600}]{0,40}", start in 0_u32..50, end in 0_u32..50, other in 0_u32..50) {
        let source = Source::new("t", "t.pan", text);
        let diagnostic = Diagnostic::error(codes::parse::EXPECTED_TOKEN, "somewhere")
            .at(Location::new(&source, Span::new(start, end)))
            .with_label(Location::new(&source, Span::new(other, end)), "else");
        prop_assert!(render::human(&diagnostic, false).starts_with("parse error [t.pan:"));
        prop_assert!(render::short(&diagnostic).starts_with("parse error [t.pan:"));
        prop_assert!(render::json(&diagnostic).is_object());
    }
}
