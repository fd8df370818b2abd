use crate::testing::result;

fn fails(statements: &str, part: &str) {
    let text = result(statements);
    assert!(text.contains(part), "{statements}: {text}");
}

#[test]
fn final_variables() {
    fails("final variable X = 1; variable X = 2; '/r' = X;", "final");
    assert_eq!(result("variable X ?= 1; variable X ?= 2; '/r' = X;"), "1");
    fails(
        "variable X = 1; final variable X ?= 2; variable X = 3; '/r' = X;",
        "final",
    );
    assert_eq!(result("variable X = undef; variable X ?= 2; '/r' = X;"), "2");
}

#[test]
fn kinds_cannot_change() {
    fails(
        "variable X = 1; variable X = 'a'; '/r' = X;",
        "long cannot be replaced by string",
    );
    fails("'/r' = 1; '/r' = 1.0;", "long cannot be replaced by double");
    assert_eq!(result("'/r' = 1; '/r' = undef; '/r' = 1.0;"), "1.0");
    fails(
        "variable G = 1; '/r' = { x = G; x = 'a'; };",
        "long cannot be replaced by string",
    );
}

#[test]
fn automatic_variables() {
    assert_eq!(result("'/r' = OBJECT;"), "o");
    assert_eq!(result("'/r' = TEMPLATE;"), "o");
    assert_eq!(result("function f = FUNCTION + ARGC; '/r' = 0;"), "0");
    assert_eq!(result("function f = FUNCTION + '!'; '/r' = f();"), "f!");
    fails("'/r' = FUNCTION;", "undefined");
}

#[test]
fn undefined_variables() {
    fails("'/r' = X;", "variable named 'X' is undefined");
    fails(
        "variable X = dict(); '/r' = X['a'];",
        "variable named 'X[a]' is undefined",
    );
    assert_eq!(result("variable X = dict(); '/r' = exists(X['a']);"), "false");
    assert_eq!(result("'/r' = is_defined(X);"), "false");
    assert_eq!(result("variable X = list(); '/r' = exists(X['a']);"), "false");
}

#[test]
fn delete_and_if_give_undef() {
    fails("variable G = true; '/r' = if (!G) 1;", "undefined");
    fails("variable G = 1; '/r' = { x = G; delete(x); };", "undefined");
    fails(
        "variable G = 1; '/r' = { x = G; delete(x); x; };",
        "variable named 'x' is undefined",
    );
}

#[test]
fn a_computed_plus_takes_everything() {
    assert_eq!(result("variable S = 'a'; '/r' = 'b' + + S;"), "ba");
}
