use crate::testing::{at, run};

/// The tree at `/r` of an object with these statements, or the error.
fn check(statements: &str, expected: &str) {
    let text = at(&run(statements), "/r");
    assert!(text.contains(expected), "{statements}\n  {text}");
}

#[test]
fn required_fields_get_their_default() {
    check(
        "type t = { 'a' : long = 1 }; bind '/r' = t; '/r' = dict();",
        "{ a, 1 }",
    );
    check(
        "type t = { 'a' : long = 1 }; bind '/r' = t; '/r/a' = undef;",
        "{ a, 1 }",
    );
    check(
        "type t = { 'a' : long = 1 }; bind '/r' = t; '/r/a' = 2;",
        "{ a, 2 }",
    );
}

#[test]
fn optional_fields_only_if_undef() {
    check(
        "type t = { 'a' ? long = 1 }; bind '/r' = t; '/r' = dict();",
        "{  }",
    );
    check(
        "type t = { 'a' ? long = 1 }; bind '/r' = t; '/r/a' = undef;",
        "{ a, 1 }",
    );
}

#[test]
fn a_missing_path_gets_the_default_of_its_type() {
    check("type t = long = 3; bind '/r' = t;", "3");
    check("bind '/r' = long = 3;", "3");
    check("bind '/r' = long;", "no element at /r");
}

#[test]
fn defaults_are_filled_in_at_all_levels() {
    let inner = "type inner = { 'b' : long = 2 };";
    check(
        &format!("{inner} type t = {{ 'a' : inner = dict() }}; bind '/r' = t; '/r' = dict();"),
        "{ a, { b, 2 } }",
    );
    check(
        &format!("{inner} bind '/r' = inner[]; '/r/1' = dict(); '/r/0/b' = 1;"),
        "[ { b, 1 }, { b, 2 } ]",
    );
    check(
        &format!("{inner} bind '/r' = inner{{}}; '/r/x' = dict();"),
        "{ x, { b, 2 } }",
    );
    check("type n = long = 5; bind '/r' = n[]; '/r/1' = 6;", "[ 5, 6 ]");
}

#[test]
fn included_defaults_win() {
    let base = "type base = extensible { 'a' : long = 1 };";
    check(
        &format!("{base} type t = {{ include base 'a' : long = 2 }}; bind '/r' = t; '/r' = dict();"),
        "{ a, 1 }",
    );
}

#[test]
fn the_longest_path_comes_first() {
    check(
        "bind '/' = { 'r' : { 'a' : long = 1 } = dict() }; bind '/r/a' = long = 2;",
        "{ a, 2 }",
    );
}

#[test]
fn links_are_followed() {
    let types = "type t = { 'b' : long = 2 }; bind '/l' = t*; '/l' = '/r';";
    check(&format!("{types} '/r' = dict();"), "{ b, 2 }");
}

#[test]
fn a_default_of_the_wrong_type_fails_at_validation() {
    check(
        "bind '/r' = long = 'a';",
        "validation: expected long, found string",
    );
}

#[test]
fn types_must_be_defined_before_use_and_once() {
    check("bind '/r' = t; type t = long;", "the type 't' is not defined");
    check("type t = { 'a' : t };", "the type 't' is not defined");
    check("type t = long; type u = { include t };", "is not a record");
    check("type long = string;", "built-in type");
}

#[test]
fn bound_paths_may_have_variables() {
    check("variable N = 'r'; bind '/${N}' = long; '/r' = 1;", "1");
    check(
        "variable N = 'r'; bind '/${N}' = long; '/r' = 'a';",
        "expected long",
    );
    check("bind '/${N}' = long;", "undefined variable in bind path");
}
