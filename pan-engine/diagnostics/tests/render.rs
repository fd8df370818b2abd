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
    let bare = Diagnostic::warning(codes::parse::TOO_LARGE, "a file is large");
    let nowhere = bare
        .clone()
        .at(Location::new(&Source::new("", "", ""), Span::at(0)));
    assert_eq!(
        render::human(&nowhere, false),
        "parse warning [?]\na file is large (PAN0016)"
    );
    assert_eq!(
        render::human(&bare, false),
        "parse warning [?]\na file is large (PAN0016)"
    );
    assert_eq!(
        render::short(&bare.clone().in_object("host").with_class(Class::Evaluation)),
        "evaluation warning [host]\na file is large (PAN0016)\n  object: host"
    );
    assert_eq!(render::json(&bare).as_object().map(serde_json::Map::len), Some(4));
}

#[test]
fn a_hint_of_its_own_comes_before_the_advice_of_the_code() {
    let code = codes::evaluation::FINAL;
    let plain = Diagnostic::error(code, "no");
    let advice = format!("\n  hint: {}", code.advice().unwrap_or_default());
    assert!(render::short(&plain).ends_with(&advice));
    assert!(render::short(&plain.with_hint("ask")).ends_with("\n  hint: ask"));
}

#[test]
fn a_function_that_calls_itself_is_listed_once() {
    let source = Source::new("t", "t.pan", "function f = f();");
    let frame = |at| Frame {
        kind: FrameKind::Call,
        name: "f".into(),
        location: Some(Location::new(&source, Span::new(at, at + 3))),
    };
    let mut diagnostic = Diagnostic::error(codes::parse::TOO_LARGE, "deep");
    diagnostic.provenance = vec![frame(13), frame(13), frame(13), frame(0)];
    assert_eq!(
        render::short(&diagnostic),
        "parse error [?]\ndeep (PAN0016)\n  called: f from t.pan:1.14-1.16 (3 times)\n  called: f from t.pan:1.1-1.3"
    );
}

/// The properties that SARIF 2.1.0 requires, and those that services around it need.
#[test]
fn sarif() {
    let other = Diagnostic::warning(codes::system::OUTPUT, "nowhere");
    let log = render::sarif(&[everything(), other, everything()], "1.2.3");
    assert_eq!(
        (&log["version"], log["runs"].as_array().map(Vec::len)),
        (&"2.1.0".into(), Some(1))
    );
    assert!(
        log["$schema"]
            .as_str()
            .is_some_and(|schema| schema.contains("sarif-2.1.0"))
    );
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(
        (&driver["name"], &driver["version"]),
        (&"panc".into(), &"1.2.3".into())
    );
    let rules = driver["rules"].as_array().unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["PAN3003", "PAN4003"]);
    for rule in rules {
        assert!(rule["shortDescription"]["text"].is_string() && rule["help"]["text"].is_string());
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], rules[index]["id"]);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
    }
    assert_eq!(results[1]["locations"], serde_json::json!([]));
    insta::assert_snapshot!(serde_json::to_string_pretty(&results[0]).unwrap());
}

#[test]
fn sarif_counts_in_utf16() {
    let source = Source::new("t", "/t.pan", "template t;\n'\u{1f600}é' = x\ny;\n");
    let at = |start, end| {
        let diagnostic = Diagnostic::error(codes::parse::TOO_LARGE, "here")
            .at(Location::new(&source, Span::new(start, end)));
        let log = render::sarif(&[diagnostic], "1");
        let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
        ["startLine", "startColumn", "endLine", "endColumn"].map(|name| region[name].as_u64().unwrap())
    };
    assert_eq!(at(13, 19), [2, 2, 2, 5]);
    assert_eq!(at(23, 26), [2, 9, 3, 2]);
    assert_eq!(at(500, 600), [4, 1, 4, 1]);
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
        prop_assert!(render::sarif(&[diagnostic], "1").is_object());
    }
}

/// What templates say can be of any length; what is ordinary is not touched.
#[test]
fn long_texts_are_cut() {
    let said = |length: usize| {
        let message = format!("[host] user-initiated error: {}", "ä".repeat(length));
        let mut diagnostic =
            Diagnostic::error(codes::evaluation::USER_ERROR, message).with_hint("é".repeat(length));
        diagnostic.path = Some(format!("/{}", "p".repeat(length)));
        diagnostic
    };
    let forms = |diagnostic: &Diagnostic| {
        [
            render::human(diagnostic, false),
            render::short(diagnostic),
            render::json(diagnostic).to_string(),
            render::sarif(std::slice::from_ref(diagnostic), "1").to_string(),
        ]
    };
    let ordinary = said(10_000);
    for text in forms(&ordinary) {
        assert!(
            text.contains(&ordinary.message) && !text.contains("more characters"),
            "{} bytes",
            text.len()
        );
    }
    let long = said(2_000_000);
    let [human, short, json, sarif] = forms(&long);
    for text in [&human, &short] {
        assert!(
            text.starts_with("evaluation error [?]\n[host] user-initiated error: "),
            "{}",
            &text[..80]
        );
        assert!(text.len() < 6 * render::SHOWN, "{} bytes", text.len());
    }
    for text in [&json, &sarif] {
        assert!(text.len() < 8 * render::GIVEN, "{} bytes", text.len());
    }
    for text in [&human, &short, &json, &sarif] {
        assert!(text.contains("... (1"), "{} bytes", text.len());
    }
}
