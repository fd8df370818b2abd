//! What the parser says about wrong texts. Each file of `refused` is one case; its rendering is in `snapshots`.
//!
//! To accept changed messages: `INSTA_UPDATE=always cargo test -p pan-syntax --test messages`, then read the difference.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use pan_diagnostics::{Class, Source, codes, render};
use pan_syntax::parse;

#[test]
fn every_wrong_text_gets_its_message() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refused");
    let mut seen = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.path().file_stem().unwrap().to_string_lossy().into_owned();
        let text: Arc<str> = std::fs::read_to_string(entry.path()).unwrap().into();
        let source = Source::new("t", format!("{name}.pan"), Arc::clone(&text));
        let diagnostics = parse(&text).diagnostics(&source);
        assert!(!diagnostics.is_empty(), "{name} is correct");
        seen.extend(diagnostics.iter().map(|diagnostic| diagnostic.code.number()));
        let rendered: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| render::human(diagnostic, false))
            .collect();
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, rendered.join("\n\n"));
        });
    }
    // Those of texts that are too large or too deep have tests of their own.
    let others = [codes::parse::TOO_LARGE, codes::parse::NESTED_TOO_DEEPLY];
    for code in codes::all().filter(|code| code.class() == Class::Parse && !others.contains(code)) {
        assert!(
            seen.contains(&code.number()),
            "no text of the folder 'refused' shows {code}"
        );
    }
}
