use crate::testing::result;

fn check(block: &str, expected: &str) {
    let text = result(&format!("variable G = 1; '/r' = {{ g = G; {block} }};"));
    assert!(text.contains(expected), "{block}: {text}");
}

#[test]
fn loops() {
    check("i = 0; while (i < 3) { i = i + 1; }; i;", "3");
    check("s = 0; for (i = 0; i < 4; i = i + 1) { s = s + i; }; s;", "6");
    check(
        "s = ''; foreach (k; v; dict('b', 1, 'a', 2)) { s = s + k + to_string(v); }; s;",
        "a2b1",
    );
    check("s = 0; foreach (k; v; list(4, 5)) { s = s + k * v; }; s;", "5");
    check("s = 0; ok = first(list(1, 2), k, v); s;", "0");
    check(
        "l = list(1, 2); s = 0; ok = first(l, k, v); while (ok) { s = s + v; ok = next(l, k, v); }; s;",
        "3",
    );
}

#[test]
fn a_return_leaves_everything() {
    // More often than expressions may be nested.
    let text = result(
        "function f = { if (ARGV[0] >= 0) { foreach (k; v; list(1)) { return(v) } }; 0 };
        '/r' = { s = 0; for (i = 0; i < 150; i = i + 1) { for (k = 0; k < 150; k = k + 1) { s = s + f(k) } }; s };",
    );
    assert!(text.contains("22500"), "{text}");
}

#[test]
fn limits() {
    check("while (true) { g = 2; };", "more than 1000 times");
    check("while (g) { g = 2; };", "not a boolean");
}

#[test]
fn changing_keys_while_iterating() {
    check(
        "d = dict('a', 1, 'b', 2); foreach (k; v; d) { d['x'] = 1; }; 0;",
        "changed while it was iterated",
    );
    check(
        "d = dict('a', 1, 'b', 2); foreach (k; v; d) { d[k] = 3; }; d['b'];",
        "3",
    );
    check(
        "d = dict('a', 1); foreach (k; v; d) { d['x'] = 1; }; length(d);",
        "2",
    );
    check(
        "l = list(1, 2); foreach (k; v; l) { if (k < 2) l[length(l)] = 9; }; length(l);",
        "4",
    );
}

#[test]
fn iterating_over_copies_is_safe() {
    check(
        "d = dict('a', 1, 'b', 2); foreach (k; v; clone(d)) { d[k + 'x'] = 1; }; length(d);",
        "4",
    );
}

#[test]
fn elements_of_different_kinds() {
    check(
        "n = 0; foreach (k; v; list(1, 'a', dict())) { n = n + 1; }; n;",
        "3",
    );
}
