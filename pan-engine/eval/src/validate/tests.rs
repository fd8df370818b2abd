use crate::outcome::Outcome;
use crate::testing::{at, run};

/// Is the value at `/r` valid for the type? Else part of the message.
fn check(definition: &str, value: &str, expected: Result<(), &str>) {
    let outcome = run(&format!("bind '/r' = {definition}; '/r' = {value};"));
    match expected {
        Ok(()) => assert!(
            outcome.profile.is_some(),
            "{definition} {value}: {:?}",
            outcome.diagnostics
        ),
        Err(part) => {
            let text = at(&outcome, "/r");
            assert!(
                text.starts_with("validation: ") && text.contains(part),
                "{definition} {value}: {text}"
            );
        }
    }
}

#[test]
fn built_in_types() {
    check("long", "1", Ok(()));
    check("long", "1.0", Err("expected long, found double"));
    check("number", "1.0", Ok(()));
    check("property", "'a'", Ok(()));
    check("property", "list()", Err("expected property, found list"));
    check("resource", "dict()", Ok(()));
    check("nlist", "dict()", Ok(()));
    check("element", "true", Ok(()));
}

#[test]
fn ranges() {
    check("long(1..3)", "3", Ok(()));
    check("long(..3)", "-1", Err("value (-1) is outside range 0..3"));
    check("double(1..)", "0.5", Err("value (0.5) is outside range 1.."));
    check("string(2..)", "'\u{1F600}'", Ok(()));
    check("string(3..)", "'ab'", Err("string size (2) is outside range 3.."));
    check("long[2..]", "list(1)", Err("list size (1)"));
    check("long{..1}", "dict('a', 1, 'b', 2)", Err("dict size (2)"));
    check("boolean(0..1)", "true", Err("boolean cannot have a range"));
}

#[test]
fn resources() {
    check("long[]", "list(1, 2)", Ok(()));
    check("long[]", "list(1, 'a')", Err("expected long, found string"));
    check("long{}", "dict('a', 1)", Ok(()));
    check("long{}", "list(1)", Err("expected dict, found list"));
    check("choice('a', 'b')", "'b'", Ok(()));
    check(
        "choice('a', 'b')",
        "'c'",
        Err("value (c) is not a possible choice"),
    );
    check("choice('a', 'b')", "1", Err("expected string"));
}

#[test]
fn records() {
    check("{ 'a' : long 'b' ? long }", "dict('a', 1)", Ok(()));
    check(
        "{ 'a' : long 'b' ? long }",
        "dict('b', 1)",
        Err("missing required field: a"),
    );
    check(
        "{ 'a' : long }",
        "dict('a', 1, 'c', 1)",
        Err("unexpected field: c"),
    );
    check("extensible { 'a' : long }", "dict('a', 1, 'c', 1)", Ok(()));
}

#[test]
fn extensible_counts_only_outermost() {
    let types = "type base = extensible { 'a' : long }; type t = { include base };";
    let outcome = run(&format!("{types} bind '/r' = t; '/r' = dict('a', 1, 'c', 1);"));
    assert!(at(&outcome, "/r").contains("unexpected field: c"));
}

#[test]
fn validation_functions() {
    check("long with SELF > 1", "2", Ok(()));
    check("long with SELF > 1", "1", Err("user-defined validation failed"));
    check("long with SELF + 1", "1", Err("gives long, not a boolean"));
    check(
        "long with error('no: %d', SELF)",
        "1",
        Err("user-initiated error: no: 1"),
    );
    check(
        "dict with { SELF['a'] = 1; true; }",
        "dict()",
        Err("SELF cannot be changed during validation"),
    );
    check("dict with { x = SELF; x['a'] = 1; true; }", "dict()", Ok(()));
    check("long with { f(SELF); }", "1", Err("undefined function: f"));
}

#[test]
fn the_own_function_comes_last() {
    let with = "with { if (SELF['a'] > 0) error('outer'); true; }";
    check(
        &format!("{{ 'a' : long with error('inner') }} {with}"),
        "dict('a', 1)",
        Err("inner"),
    );
}

#[test]
fn self_survives_is_valid() {
    let types = "type t = long with SELF > 1; type u = long with { is_valid(t, 5); SELF == 1; };";
    assert_eq!(at(&run(&format!("{types} bind '/r' = u; '/r' = 1;")), "/r"), "1");
}

#[test]
fn links() {
    let types = "type t = long; bind '/l' = t*;";
    assert_eq!(at(&run(&format!("{types} '/l' = '/r'; '/r' = 1;")), "/r"), "1");
    let wrong = at(&run(&format!("{types} '/l' = '/r'; '/r' = 'a';")), "/r");
    assert!(
        wrong.contains("the element at '/r' is not valid: expected long"),
        "{wrong}"
    );
    let nowhere = at(&run(&format!("{types} '/l' = '/x';")), "/r");
    assert!(nowhere.contains("there is nothing at '/x'"), "{nowhere}");
}

fn facts(outcome: &Outcome) -> Vec<(String, String)> {
    let facts = |d: &pan_diagnostics::Diagnostic| (d.path.clone().unwrap_or_default(), d.message.clone());
    outcome.diagnostics.iter().map(facts).collect()
}

#[test]
fn every_binding_is_checked_and_nothing_said_twice() {
    let types = "type t = { 'a' : long 'b' : long }; bind '/r' = t; bind '/r/a' = long; bind '/s' = string;";
    let outcome = run(&format!("{types} '/r' = dict('a', 'x', 'b', 1); '/s' = 1;"));
    let expected = [
        ("/r/a".to_owned(), "expected long, found string".to_owned()),
        ("/s".to_owned(), "expected string, found long".to_owned()),
    ];
    assert_eq!(facts(&outcome), expected);
}

#[test]
fn a_violation_says_where_what_and_who() {
    let text = "\ntype t = {\n  'a' : long(1..3)\n};\nbind '/r' = t[];\n'/r/0/a' = 1;\n'/r/1/a' = 7;\n";
    let outcome = run(text);
    let error = &outcome.diagnostics[0];
    assert_eq!(error.path.as_deref(), Some("/r/1/a"));
    assert_eq!(error.value.as_deref(), Some("7"));
    assert_eq!(error.object.as_deref(), Some("o"));
    let rule = error.rule.as_ref().unwrap();
    assert_eq!(rule.text, "type 'long' in 't' bound to /r");
    assert_eq!(rule.location.as_ref().unwrap().line(), 3);
    assert_eq!(error.set_by.as_ref().unwrap().line(), 7);
}

#[test]
fn all_fields_that_are_wrong_are_reported() {
    let types = "type base = { 'n' : string }; type t = { include base 'a' : long 'b' : long(..3) 'c' : string 'd' ? long[] };";
    let outcome = run(&format!(
        "{types} bind '/r' = t; '/r' = dict('n', 1, 'a', 'x', 'b', 7, 'd', list('y', 1, 'z'), 'e', 1);"
    ));
    let expected = [
        ("/r", "unexpected field: e"),
        ("/r/n", "expected string, found long"),
        ("/r/a", "expected long, found string"),
        ("/r/b", "value (7) is outside range 0..3"),
        ("/r", "missing required field: c"),
        ("/r/d/0", "expected long, found string"),
        ("/r/d/2", "expected long, found string"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    assert_eq!(facts(&outcome), expected);
    assert!(
        outcome
            .diagnostics
            .iter()
            .all(|error| error.rule.as_ref().unwrap().location.is_some())
    );
}

#[test]
fn rules_of_what_is_wrong_already_do_not_run() {
    let outcome = run("type t = { 'a' : long 'b' : long } with error('never');
        bind '/r' = t; '/r' = dict('a', 'x', 'b', 'y');");
    let paths: Vec<_> = facts(&outcome).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["/r/a", "/r/b"]);
}

#[test]
fn many_violations_are_counted() {
    let outcome = run("bind '/r' = long[]; '/r' = { for (i = 0; i < 60; i = i + 1) SELF[i] = 'x'; SELF };");
    assert_eq!(outcome.diagnostics.len(), 50);
    let hint = outcome.diagnostics[49].hint.clone().unwrap();
    assert!(hint.ends_with("\nand 10 more violations"), "{hint}");
}

#[test]
fn similar_names_are_offered() {
    let hint = |text: &str| run(text).diagnostics[0].hint.clone().unwrap_or_default();
    let types = "type t = { 'name' ? string 'size' ? long };";
    assert_eq!(
        hint(&format!("{types} bind '/r' = t; '/r' = dict('szie', 1);")),
        "did you mean 'size'?"
    );
    assert_eq!(
        hint(&format!(
            "{types} bind '/r' = t; '/r' = dict('szie', 1, 'size', 1);"
        )),
        ""
    );
    assert_eq!(
        hint("bind '/r' = choice('red', 'green'); '/r' = 'gren';"),
        "did you mean 'green'?"
    );
    assert!(hint("type port = long; bind '/r' = prt;").starts_with("did you mean 'port'?"));
    assert!(hint("bind '/r' = strng;").starts_with("did you mean 'string'?"));
}
