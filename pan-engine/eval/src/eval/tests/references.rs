use crate::testing::result;

fn check(block: &str, expected: &str) {
    // The global variable keeps the block from being folded.
    assert_eq!(
        result(&format!("variable G = 1; '/r' = {{ g = G; {block} }};")),
        expected,
        "{block}"
    );
}

#[test]
fn local_variables_are_references() {
    check("x = dict('a', 0); y = x; y['a'] = 1; x['a'];", "1");
    check(
        "x = dict('k', dict('a', 0)); y = x['k']; y['a'] = 1; x['k']['a'];",
        "1",
    );
    check(
        "x = list(dict('a', 0)); foreach (k; v; x) { v['a'] = 1; }; x[0]['a'];",
        "1",
    );
}

#[test]
fn parts_take_copies() {
    check(
        "x = dict('a', 0); y = dict(); y['x'] = x; y['x']['a'] = 1; x['a'];",
        "0",
    );
    check("x = dict('a', 0); y['x'] = x; x['a'] = 1; y['x']['a'];", "0");
}

#[test]
fn resources_made_of_variables_refer_to_them() {
    check("x = dict('a', 0); y = list(x); y[0]['a'] = 1; x['a'];", "1");
    check(
        "x = dict('a', 0); y = list(); append(y, x); y[0]['a'] = 1; x['a'];",
        "1",
    );
    check(
        "x = dict('a', dict('b', 0)); y = merge(x, dict('c', 1)); y['a']['b'] = 1; x['a']['b'];",
        "1",
    );
}

#[test]
fn clone_copies_all_levels() {
    check(
        "x = dict('k', dict('a', 0)); y = clone(x); y['k']['a'] = 1; x['k']['a'];",
        "0",
    );
}

#[test]
fn arguments_are_references() {
    let function = "function f = { ARGV[0]['a'] = 1; };";
    let block = "x = dict('a', 0); f(x); x['a'];";
    assert_eq!(result(&format!("{function} '/r' = {{ {block} }};")), "1");
}

#[test]
fn null_arguments_are_dropped() {
    let function = "function f = { ARGC; }; function g = { ARGV; };";
    assert_eq!(result(&format!("{function} '/r' = f(null);")), "0");
    assert_eq!(result(&format!("{function} '/r' = f(1, null);")), "1");
    assert!(result(&format!("{function} '/r' = g(1, null, 2);")).contains("/r/1 is undefined"));
}

#[test]
fn globals_are_protected() {
    check("x = G; delete(x); G;", "1");
    let globals = "variable D = dict('a', dict('b', 0));";
    assert_eq!(
        result(&format!(
            "{globals} '/r' = {{ x = D; x['a']['b'] = 1; D['a']['b']; }};"
        )),
        "0"
    );
    assert_eq!(
        result(&format!(
            "{globals} '/r' = {{ x = D['a']; x['b'] = 1; D['a']['b']; }};"
        )),
        "0"
    );
    let change = result(&format!(
        "{globals} '/r' = {{ D['a']['b'] = 1; if (exists(D)) D; }};"
    ));
    assert!(change.contains("cannot be modified"), "{change}");
}

#[test]
fn values_of_paths_are_copies() {
    assert_eq!(
        result("'/x/a' = 0; '/r' = { x = value('/x'); x['a'] = 1; value('/x/a'); };"),
        "0"
    );
}
