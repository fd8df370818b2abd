use crate::testing::{at, result, run};

fn fails(statements: &str, part: &str) {
    let text = result(statements);
    assert!(text.contains(part), "{statements}: {text}");
}

#[test]
fn conditional_assignment() {
    assert_eq!(result("'/r' ?= 1; '/r' ?= 2;"), "1");
    assert_eq!(result("'/r' = undef; '/r' ?= 2;"), "2");
    assert_eq!(result("'/r' = 1; '/r' ?= null;"), "1");
}

#[test]
fn final_paths() {
    fails("final '/r/a' = 1; '/r/a' = 2;", "marked as final");
    fails("final '/r/a' = 1; '/r' = dict();", "marked as final");
    fails("final '/r' = dict('a', 1); '/r/b' = 2;", "marked as final");
    // A constant that would not be set is not looked at; a computed one is.
    assert_eq!(result("final '/r' = 1; '/r' ?= 2;"), "1");
    fails("variable G = 2; final '/r' = 1; '/r' ?= G;", "marked as final");
}

#[test]
fn null_removes() {
    let outcome = run("'/a/b' = null; '/r' = 1; '/r' = null; '/l' = list(1, 2, 3); '/l/0' = null;");
    assert_eq!(at(&outcome, "/a"), "{  }");
    assert_eq!(at(&outcome, "/r"), "nothing");
    assert_eq!(at(&outcome, "/l"), "[ 2, 3 ]");
    assert_eq!(result("variable G = null; '/r' = 1; '/r' = G;"), "nothing");
}

#[test]
fn undefined_values_are_refused_with_their_path() {
    let outcome = run("'/a/1' = 1; '/b' = undef;");
    let messages: Vec<&str> = outcome.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(
        messages,
        ["element at /a/0 is undefined", "element at /b is undefined"]
    );
    assert!(outcome.diagnostics[1].set_by.is_some());
}

#[test]
fn constants_fold() {
    // Folded: the global variable is not seen.
    assert_eq!(
        result("variable A = dict('x', 1); '/r' = { A['x'] = 2; A; };"),
        "{ x, 2 }"
    );
    fails(
        "variable A = dict('x', 1); variable B = 1; '/r' = { b = B; A['x'] = 2; A; };",
        "cannot be modified",
    );
    assert_eq!(
        result("variable k = 1; '/r' = { n = 0; foreach (k; v; list(1, 2)) { n = n + v; }; n; };"),
        "3"
    );
}

#[test]
fn the_root_must_stay_a_dict() {
    assert_eq!(result("'/' = dict('r', 1);"), "1");
    fails(
        "'/' = list(1);",
        "root element cannot be replaced by element of type list",
    );
}
