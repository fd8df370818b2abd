use crate::testing::{at, compile, world};

fn check(templates: &[(&str, &str)], expected: &str) {
    let text = at(&compile(&world(templates)), "/r");
    assert!(text.contains(expected), "{templates:?}: {text}");
}

#[test]
fn kinds_of_templates() {
    check(
        &[
            ("o", "object; include 'a'; include 'a';"),
            ("a", "'/r' = append(1);"),
        ],
        "[ 1, 1 ]",
    );
    check(
        &[
            ("o", "object; include 'a'; include 'a';"),
            ("a", "unique; '/r' = append(1);"),
        ],
        "[ 1 ]",
    );
    check(
        &[("o", "object; include 'a';"), ("a", "structure; 'r' = 1;")],
        "cannot include",
    );
    check(
        &[
            ("o", "object; '/r' = create('a', 'y', 2);"),
            ("a", "structure; 'x' = 1;"),
        ],
        "{ x, 1, y, 2 }",
    );
    check(
        &[("o", "object; '/r' = create('a');"), ("a", "'/x' = 1;")],
        "not a structure template",
    );
    // Definitions of an ordinary template are skipped when it is repeated.
    check(
        &[
            ("o", "object; include 'a'; include 'a';"),
            ("a", "function f = 1; '/r' = f();"),
        ],
        "1",
    );
}

#[test]
fn computed_names() {
    check(
        &[("o", "object; variable N = 'a'; include N;"), ("a", "'/r' = 1;")],
        "1",
    );
    check(&[("o", "object; include if_exists('b'); '/r' = 1;")], "1");
    check(
        &[("o", "object; include if_exists('a');"), ("a", "'/r' = 2;")],
        "2",
    );
    check(&[("o", "object; variable N = null; include N; '/r' = 1;")], "1");
    check(&[("o", "object; variable N = 3; include N;")], "not long");
    check(
        &[("o", "object; include 'b';")],
        "cannot locate template named 'b'",
    );
}

#[test]
fn load_path() {
    let templates = [
        ("o", "object; variable LOADPATH = list('x', 'y'); include 'a';"),
        ("x/a", "'/r' = 'wrong name';"),
        ("y/a", "'/r' = 2;"),
    ];
    let mut world = world(&templates);
    world
        .templates
        .insert("x/a".to_owned(), "template a; '/r' = 'x';".to_owned());
    let outcome = compile(&world);
    assert_eq!(at(&outcome, "/r"), "x");
    let reads = &outcome.reads;
    let read = reads.templates.get("x/a").unwrap();
    assert!(read.used && &*read.name == "a");
    assert!(reads.missed_templates.contains("a"));
    assert!(!reads.missed_templates.contains("y/a"));
}

#[test]
fn templates_looked_for_in_vain_are_recorded() {
    let outcome = compile(&world(&[("o", "object; include if_exists('b'); '/r' = 1;")]));
    assert!(outcome.reads.absent_templates.contains("b"));
    assert!(outcome.reads.missed_templates.contains("b"));
}

#[test]
fn depth_is_limited() {
    check(
        &[("o", "object; include 'a';"), ("a", "include 'a';")],
        "call depth limit (50) exceeded",
    );
    check(
        &[("o", "object; function f = f(); '/r' = f();")],
        "call depth limit (50) exceeded",
    );
}

#[test]
fn names_must_match() {
    let mut world = world(&[("o", "object; include 'a';")]);
    world.templates.insert("a".to_owned(), "template b;".to_owned());
    let text = at(&compile(&world), "/r");
    assert!(text.starts_with("syntax: the template is named 'b'"), "{text}");
    world.templates.insert(
        "o".to_owned(),
        "object template o; include 'x/a'; '/r' = 1;".to_owned(),
    );
    world.templates.insert("x/a".to_owned(), "template a;".to_owned());
    let text = at(&compile(&world), "/r");
    assert!(
        text.starts_with("evaluation: the template is named 'a'"),
        "{text}"
    );
    world.templates.insert(
        "o".to_owned(),
        "object template o; '/r' = exists('x/a');".to_owned(),
    );
    assert_eq!(at(&compile(&world), "/r"), "false");
}

#[test]
fn errors_tell_the_way() {
    let templates = [
        ("o", "object; include 'a';"),
        ("a", "\n'/r' = f();\nfunction f = 1;"),
    ];
    let outcome = compile(&world(&templates));
    let error = &outcome.diagnostics[0];
    assert_eq!(error.location.as_ref().unwrap().line(), 2);
    let names: Vec<&str> = error.provenance.iter().map(|frame| &*frame.name).collect();
    assert_eq!(names, ["a", "o"]);
}

#[test]
fn template_is_that_of_the_caller() {
    let templates = [
        ("o", "object; include 'a'; '/r' = create('s');"),
        ("a", "'/x' = TEMPLATE;"),
        ("s", "structure; 't' = TEMPLATE;"),
    ];
    let outcome = compile(&world(&templates));
    assert_eq!(at(&outcome, "/r/t"), "o");
    assert_eq!(at(&outcome, "/x"), "a");
}
