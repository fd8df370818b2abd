use crate::testing::{at, result, run};

#[test]
fn self_is_the_value_before() {
    assert_eq!(result("'/r' = 1; '/r' = SELF + 1;"), "2");
    assert_eq!(result("variable X = 1; variable X = SELF + 1; '/r' = X;"), "2");
    assert_eq!(result("'/r' = list(1); '/r' = append(2);"), "[ 1, 2 ]");
    assert_eq!(result("'/r' = append(2);"), "[ 2 ]");
}

#[test]
fn parts_of_self_are_set_in_place() {
    assert_eq!(result("'/r' = { SELF['a']['b'] = 1; SELF; };"), "{ a, { b, 1 } }");
    assert_eq!(
        result("'/r/x' = 0; '/r' = { SELF['a'] = 1; SELF; };"),
        "{ a, 1, x, 0 }"
    );
    assert_eq!(
        result("'/r' = dict('x', 0); '/r' = { SELF['a'] = 1; SELF; };"),
        "{ a, 1, x, 0 }"
    );
}

#[test]
fn what_goes_into_self_is_not_copied() {
    let block = "'/r' = { x = dict('a', 0); SELF['x'] = x; x['a'] = 1; SELF; };";
    assert_eq!(result(block), "{ x, { a, 1 } }");
}

#[test]
fn self_of_a_constant_does_not_change_the_constant() {
    let text = "variable C = dict('a', 1); '/x' = C; '/x' = { SELF['a'] = 2; SELF; }; '/r' = C['a'];";
    let outcome = run(text);
    assert_eq!(at(&outcome, "/r"), "1");
    assert_eq!(at(&outcome, "/x/a"), "2");
}

#[test]
fn the_path_exists_while_it_is_computed() {
    assert_eq!(result("'/r' = exists('/r');"), "true");
    assert_eq!(result("variable X = exists(X); '/r' = X;"), "true");
}

#[test]
fn self_in_functions_is_that_of_the_caller() {
    assert_eq!(
        result("function f = { SELF['a'] = 1; SELF; }; '/r' = f();"),
        "{ a, 1 }"
    );
}

#[test]
fn a_failed_validation_leaves_no_trace() {
    let types = "type t = dict with { create('s', 'x', f()); true; };";
    let outcome = crate::testing::compile(&crate::testing::world(&[
        (
            "o",
            &format!(
                "object; {types} '/r' = {{ SELF['a'] = is_valid(t, dict()); SELF['t'] = TEMPLATE; SELF; }};"
            ),
        ),
        ("s", "structure; 'y' = f();"),
    ]));
    assert_eq!(at(&outcome, "/r"), "{ a, false, t, o }");
}
