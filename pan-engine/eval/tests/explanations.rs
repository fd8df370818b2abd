//! The examples in the explanations of the codes: each gives its code and nothing else, and is mended as the explanation says.
//! What is printed for them is in `snapshots/codes`; every code is there, or among the snapshots of the command line.
//!
//! To accept changed messages: `INSTA_UPDATE=always cargo test -p pan-eval --test explanations`, then read the difference.

#![expect(clippy::unwrap_used, reason = "a test may end with a panic")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use pan_diagnostics::{Code, Diagnostic, Source, codes, render};
use pan_eval::{Engine, FileSource, Options, Profile, TemplateSource, Warnings, World, WorldError, constant};

/// Templates in memory. The template `unreadable` cannot be read, and looking for `defect` is a defect.
struct Memory(BTreeMap<String, String>);

impl World for Memory {
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        assert_ne!(name, "defect");
        if name == "unreadable" {
            return Err(WorldError("unreadable.pan: permission denied".to_owned()));
        }
        let source = |text: &String| TemplateSource::new(text.as_str(), format!("{name}.pan"));
        Ok(self.0.get(name).map(source))
    }

    fn file(&self, _: &str) -> Result<Option<FileSource>, WorldError> {
        Ok(None)
    }

    fn profile(&self, _: &str) -> Result<Option<Profile>, WorldError> {
        Ok(None)
    }

    fn templates_beside(&self, _: &str) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}

/// The templates in a part of an explanation: the name is that of the declaration, or stands behind `pan`. The first one is
/// the object.
fn templates(text: &str) -> (String, Memory) {
    let mut object = None;
    let mut all = BTreeMap::new();
    for block in text.split("```pan").skip(1) {
        let (name, text) = block.split_once('\n').unwrap();
        let (text, _) = text.split_once("```").unwrap();
        let declared = text
            .split_once("template ")
            .and_then(|(_, rest)| rest.split_once(';'));
        let name = match name.trim() {
            "" => declared.unwrap().0.trim(),
            name => name,
        };
        object.get_or_insert_with(|| name.to_owned());
        all.insert(name.to_owned(), text.to_owned());
    }
    (object.unwrap(), Memory(all))
}

fn compile(object: &str, world: &Memory) -> Vec<Diagnostic> {
    let options = Options {
        warnings: Warnings::Fatal,
        ..Options::default()
    };
    Engine::default().compile(world, object, &options).diagnostics
}

/// Compiles an object of these statements.
fn run(statements: &str) -> Vec<Diagnostic> {
    let text = format!("object template host;\n{statements}\n");
    compile("host", &Memory(BTreeMap::from([("host".to_owned(), text)])))
}

/// Checks that these diagnostics are of this code, and what they look like.
fn golden(code: Code, diagnostics: &[Diagnostic]) {
    assert!(!diagnostics.is_empty(), "{code}: nothing is wrong");
    for diagnostic in diagnostics {
        assert_eq!(diagnostic.code, code, "{diagnostic}");
        let first = format!("{} error [", diagnostic.class);
        let human = render::human(diagnostic, false);
        assert!(
            human.starts_with(&first) && render::short(diagnostic).starts_with(&first),
            "{human}"
        );
    }
    let rendered: Vec<String> = diagnostics.iter().map(|d| render::human(d, false)).collect();
    insta::with_settings!({
        omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/codes",
    }, {
        insta::assert_snapshot!(code.to_string(), rendered.join("\n\n"));
    });
}

#[test]
fn every_example_gives_its_code_and_can_be_mended() {
    for code in codes::all() {
        let Some((example, mended)) = code.explanation().split_once("\n## Mended\n") else {
            continue;
        };
        let (object, world) = templates(example);
        golden(code, &compile(&object, &world));
        let (object, world) = templates(mended);
        let left = compile(&object, &world);
        assert!(left.is_empty(), "{code}: {left:?}");
    }
}

#[test]
fn what_is_nested_too_deeply() {
    let mut found = run(&format!("'/x' = {}1;", "(".repeat(10_000)));
    found.truncate(1);
    golden(codes::parse::NESTED_TOO_DEEPLY, &found);
}

#[test]
fn what_is_too_large() {
    let text: Arc<str> = " ".repeat(pan_syntax::MAX_LENGTH + 1).into();
    let parse = pan_syntax::parse(&text);
    // The text itself would only make the snapshot slow.
    golden(
        codes::parse::TOO_LARGE,
        &parse.diagnostics(&Source::new("host", "host.pan", "")),
    );
}

#[test]
fn what_is_not_constant() {
    let found = constant("dict('site', SITE)", "--initial-data").unwrap_err();
    golden(codes::syntax::NOT_CONSTANT, &found);
}

#[test]
fn what_cannot_be_read() {
    golden(codes::system::SOURCES, &run("include 'unreadable';"));
}

#[test]
fn what_is_a_defect() {
    golden(codes::system::INTERNAL, &run("include 'defect';"));
}

#[test]
fn every_code_has_a_golden_test() {
    let engine = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for code in codes::all() {
        let known = ["eval/tests/snapshots/codes", "cli/tests/snapshots"]
            .iter()
            .any(|folder| engine.join(folder).join(format!("{code}.snap")).is_file());
        assert!(known, "{code} has no golden test");
    }
}

/// Diagnostics of the evaluation and the validation say what they are about.
#[test]
fn everything_that_applies_is_said() {
    for code in codes::all().filter(|code| matches!(code.number() / 1000, 2 | 3)) {
        let (example, _) = code.explanation().split_once("\n## Mended\n").unwrap();
        let (object, world) = templates(example);
        for diagnostic in compile(&object, &world) {
            assert_eq!(diagnostic.object.as_deref(), Some(&*object), "{diagnostic}");
            assert!(diagnostic.location.is_some(), "{diagnostic}");
            assert!(diagnostic.advice().is_some(), "no hint: {diagnostic}");
            if code.number() >= 3000 && code != codes::validation::OBJECT {
                assert!(diagnostic.path.is_some(), "{diagnostic}");
                assert!(!diagnostic.provenance.is_empty(), "{diagnostic}");
            }
            let bound = ![codes::validation::OBJECT, codes::validation::UNDEFINED].contains(&code);
            if code.number() >= 3000 && bound {
                let rule = diagnostic.rule.as_ref();
                assert!(rule.is_some_and(|rule| rule.location.is_some()), "{diagnostic}");
            }
        }
    }
}
