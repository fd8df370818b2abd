//! What lowering says about texts that follow the grammar but are wrong. Each file of `refused` is one case; its rendering is
//! in `snapshots`.
//!
//! To accept changed messages: `INSTA_UPDATE=always cargo test -p pan-eval --test refusals`, then read the difference.

use std::collections::BTreeSet;
use std::path::Path;

use pan_diagnostics::{codes, render};
use pan_eval::{Engine, Options, TemplateSource, constant};

/// The codes and the renderings of what is wrong with a template.
fn check(text: &str, location: &str) -> (BTreeSet<u16>, String) {
    let checked = Engine::default().check(&TemplateSource::new(text, location), &Options::default());
    let codes = checked
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code.number())
        .collect();
    let rendered: Vec<_> = checked
        .diagnostics
        .iter()
        .map(|diagnostic| render::human(diagnostic, false))
        .collect();
    (codes, rendered.join("\n\n"))
}

#[test]
fn every_wrong_text_gets_its_message() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refused");
    let mut seen = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.path().file_stem().unwrap().to_string_lossy().into_owned();
        let (codes, rendered) = check(
            &std::fs::read_to_string(entry.path()).unwrap(),
            &format!("{name}.pan"),
        );
        assert!(!codes.is_empty(), "{name} is correct");
        seen.extend(codes);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, rendered);
        });
    }
    // A template is misnamed only for whoever looks it up; the other one is for DML that stands alone.
    let others = [codes::syntax::MISNAMED_TEMPLATE, codes::syntax::NOT_CONSTANT];
    for code in codes::all().filter(|code| code.number() / 1000 == 1 && !others.contains(code)) {
        assert!(
            seen.contains(&code.number()),
            "no text of the folder 'refused' shows {code}"
        );
    }
}

#[test]
fn suppressed_calls_are_checked_all_the_same() {
    let text = "object template t; '/a' = debug(X, 1); '/b' = traceback();";
    let (codes, _) = check(text, "t.pan");
    assert_eq!(codes, BTreeSet::from([codes::syntax::WRONG_ARGUMENTS.number()]));
}

#[test]
fn dml_alone() {
    assert_eq!(
        constant("nlist('a', 1 + 1)", "option").unwrap().to_string(),
        "{ a, 2 }"
    );
    // More than a constant in a template may take, which could be made when the object is compiled.
    assert_eq!(
        constant("{ v[100000] = 1; length(v) }", "option").unwrap(),
        pan_value::Value::Long(100_001)
    );
    for (text, code) in [
        ("nlist('a', X)", codes::syntax::NOT_CONSTANT),
        ("1 1", codes::parse::EXPECTED_TOKEN),
        ("nlist('a')", codes::syntax::WRONG_ARGUMENTS),
    ] {
        let found: Vec<_> = constant(text, "option")
            .unwrap_err()
            .iter()
            .map(|diagnostic| diagnostic.code)
            .collect();
        assert_eq!(found, [code], "{text}");
    }
}
