//! With sharing and without it the results are the same, down to what was read and printed.

use std::collections::BTreeMap;

use crate::engine::Engine;
use crate::options::Options;
use crate::outcome::Outcome;
use crate::testing::{compile_many, world};

/// Everything there is to compare of an outcome.
fn text(outcome: &Outcome) -> String {
    let root = outcome.profile.as_ref().map(|profile| profile.root.to_string());
    format!(
        "{root:?}\n{:?}\n{:?}\n{:?}",
        outcome.diagnostics, outcome.messages, outcome.reads
    )
}

fn compile(
    templates: &[(&str, &str)],
    objects: &[&str],
    sharing: bool,
    threads: usize,
) -> BTreeMap<String, String> {
    let options = Options {
        sharing,
        ..Options::default()
    };
    let outcomes = compile_many(&Engine::default(), &world(templates), objects, &options, threads);
    let texts = outcomes
        .iter()
        .map(|(name, outcome)| (name.clone(), text(outcome)));
    texts.collect()
}

/// Compiles objects that set the variable `N` to their number and include `t`, made of these statements.
fn check(t: &str, others: &[(&str, &str)]) {
    let names: Vec<String> = (0..8).map(|n| format!("o{n}")).collect();
    let texts: Vec<String> = (0..8)
        .map(|n| {
            format!("object; variable N = {n}; variable PARITY = {n} % 2; '/own' = {n}; include 't'; '/end' = value('/own');")
        })
        .collect();
    let mut templates: Vec<(&str, &str)> = vec![("t", t)];
    templates.extend(others);
    templates.extend(
        names
            .iter()
            .map(String::as_str)
            .zip(texts.iter().map(String::as_str)),
    );
    let objects: Vec<&str> = names.iter().map(String::as_str).collect();
    let expected = compile(&templates, &objects, false, 1);
    assert_eq!(expected.len(), 8);
    // A mistake in the templates would make all of them equal.
    assert!(
        expected.values().any(|text| text.starts_with("Some")),
        "{expected:?}"
    );
    for threads in [1, 3] {
        let shared = compile(&templates, &objects, true, threads);
        for (name, outcome) in &expected {
            assert_eq!(&shared[name], outcome, "{t}: {name}");
        }
    }
}

#[test]
fn variables() {
    check(
        "variable A = 1; variable A = A + 1; '/a' = A; variable B ?= N; '/b' = B;",
        &[],
    );
    check(
        "variable L = { SELF[length(SELF)] = 1; SELF }; variable L = { append(2); SELF };",
        &[],
    );
    check("final variable F = PARITY; '/f' = F;", &[]);
    check(
        "variable X = { x = 5; x + PARITY }; '/x' = X; '/y' = exists(Z); variable Z = 1;",
        &[],
    );
    check("variable P = undef; variable P ?= 3; '/p' = P;", &[]);
}

#[test]
fn questions_about_variables() {
    check(
        "'/a' = if (OBJECT == 'o3') 'it' else 'other'; '/b' = if ('o5' != OBJECT) 1 else 2;",
        &[],
    );
    check(
        "'/a' = { n = 0; for (i = 0; i < 20; i = i + 1) n = n + i; if (match(OBJECT, '[12]$')) n else 0 };",
        &[],
    );
    check(
        "variable OBJECT2 = OBJECT; variable OBJECT2 = 'x'; '/a' = OBJECT2 == 'x';",
        &[],
    );
}

#[test]
fn parts_of_self() {
    // The differing part and the part that is changed are others, or the same, or one in the other.
    for name in ["x", "d", "d/y"] {
        let set = format!("'/a/{name}/n' = N; '/a/c' = dict('k', list(1));");
        for block in [
            "{ SELF['d']['e'] = 2; SELF }",
            "{ SELF['c']['k'][length(SELF['c']['k'])] = PARITY; SELF }",
            "{ if (exists(SELF['x'])) { SELF['d']['e'] = 1 }; SELF }",
            "{ x = SELF['c']; x['new'] = 3; SELF }",
            "{ foreach (k; v; SELF['c']) { SELF['m'][k] = 1 }; if (PARITY == 1) return(SELF); SELF }",
            "{ SELF['g'] = value('/own'); delete(SELF['x']); SELF }",
            "{ if (is_dict(SELF)) SELF else undef }",
            "{ SELF['c']['k'] = null; f(SELF['c']); SELF }",
        ] {
            let text = format!(
                "function f = {{ SELF['f'] = 7; ARGV[0]['by'] = 'f'; 1 }}; {set} '/a' = {block}; '/b' = value('/a');"
            );
            check(&text, &[]);
        }
    }
    // The element itself is another one.
    check(
        "'/a' = if (PARITY == 1) dict('p', 1) else N; '/b' = exists('/a/p/q');
        '/c/x' = 1; variable C = dict('x', 1); '/c' = if (PARITY == 1) C else SELF; '/c' = { SELF['y'] = 2; SELF };",
        &[],
    );
}

#[test]
fn what_is_noted_is_what_the_object_has() {
    // The one that is followed does not look at the element, and one of the others has there what that one has: it must not
    // be taken for another that looked.
    check(
        "'/x' = (N * 3) % 4; '/y' = N / 4; variable LOOKS = N > 0; '/z' = 1;
        '/r' = if (LOOKS) 'x' + to_string(value('/x')) else 'none';
        '/s' = if (LOOKS) list(value('/x'), value('/y')) else list();",
        &[],
    );
}

#[test]
fn what_is_above_something_missing() {
    // In some objects a list is where others have nothing, or a dict: to look for a key in it is an error.
    for (others, look) in [
        ("null", "exists('/w/a/b')"),
        ("null", "value('/w/a/b', 1)"),
        ("null", "exists('/w/a/b/c')"),
        ("null", "exists('/z/a/b')"),
        ("'d'", "exists('/w/a/b')"),
    ] {
        check(
            &format!("'/w/x' = 1; include if (N == 3) 'l' else {others}; include 'm';"),
            &[
                ("l", "'/w/a' = list(1); '/z' = list(2);"),
                ("d", "'/w/a/x' = 1;"),
                (
                    "m",
                    &format!("'/m/a' = 1; '/m/b' = 2; '/e' = {look}; '/m/c' = 3; '/m/d' = 4; '/m/e' = 5;"),
                ),
            ],
        );
    }
}

#[test]
fn what_differs_is_gone_with_what_it_is_in() {
    check(
        "'/w/a/c' = N; '/w/b/c' = PARITY; '/z' = 1; include 'm';
        '/e' = list(exists('/w/a'), exists('/w/a/c'), exists('/w/b/c'), value('/w/b')); include 'm';",
        &[(
            "m",
            "'/m/a' = 1; '/m/b' = 2; '/w/a' = null; '/m/c' = 3; '/w/b' = null; '/w/b' = dict('d', 1); '/m/d' = 4;
            '/w/a/f' = exists('/w/a/c');",
        )],
    );
}

#[test]
fn variables_that_are_not_set() {
    let next = "variable X = 1; '/a/a' = 1; '/a/b' = 1; '/a/c' = 1; '/a/d' = 1; '/a/e' = 1;";
    let last = "'/b/a' = 1; '/b/b' = 1; variable X = 2; '/b/d' = 1; '/b/e' = X;";
    check(
        "include 'first'; include if (PARITY == 1) 'maybe' else null; include 'last'; '/r' = X + N;",
        &[("first", next), ("maybe", "variable X ?= 5;"), ("last", last)],
    );
}

#[test]
fn constants_are_not_changed_in_place() {
    // The same value, but in one of them it is a constant, which is copied when it is changed.
    let last = "'/n/c' = 0; variable B = 0; '/d' = dict(); '/d/a' = 1; '/h' = { if (exists(SELF['a'])) { x = SELF['a']; x['a'] = 7 } else SELF['a'] = 'a'; SELF }; '/d/b' = 0;";
    let own = "'/h' = { if (exists(SELF['a'])) true else SELF['a'] = dict('b', A); SELF };";
    let templates = [
        ("none", "object; include 'last';"),
        (
            "constant",
            "object; '/h' = dict('a', dict('b', 1)); include 'part'; include 'last';",
        ),
        ("own", "object; variable A = 1; include 'one'; include 'last';"),
        ("part", "'/h/b' = 0;"),
        ("one", own),
        ("last", last),
    ];
    let objects = ["none", "constant", "own"];
    let expected = compile(&templates, &objects, false, 1);
    assert_eq!(compile(&templates, &objects, true, 1), expected);
}

#[test]
fn what_structures_make() {
    check(
        "variable S = N / 3; '/a' = create('s', 'n', N); '/b' = create('s'); variable S = S + 1; '/c' = create('s');
        '/d' = { x = create('s'); x['in'] = 1; x }; '/e' = create('t' + 'o');",
        &[
            ("s", "structure; 'v' = list(create('in', 'w', 1), create('in')); 's' = 10 * S; 't/u' ?= exists(X);"),
            ("in", "structure; 'z' = dict('k', S);"),
            ("to", "structure; 'name' = TEMPLATE; 'own' = OBJECT;"),
        ],
    );
}

#[test]
fn links_with_defaults() {
    check(
        "type u = { 'a' : long = 1  'b' ? long }; type t = { 'to' ? u* [] 'n' ? long };
        bind '/t' = t; '/t/to' = list('/u/x', '/u/y'); '/t/n' = N;
        '/u/x/b' = 1; '/u/x/a' = 5; '/u/y/a' = if (PARITY == 1) 1 else 2;",
        &[],
    );
}

#[test]
fn elements() {
    check(
        "'/a/b/c' = 1; '/a/b' = { SELF['d'] = 2; SELF }; '/e' = value('/a');",
        &[],
    );
    check(
        "'/a/b' = N; '/a/c' = 1; '/d' = value('/a/c'); '/a' = { SELF['e'] = 3; SELF };",
        &[],
    );
    check(
        "'/l' = list(1, 2, 3); '/l/1' = N; '/l/-1' = 9; '/m' = value('/l/0'); '/l/0' = null;",
        &[],
    );
    check(
        "'/a' = N; '/a' = null; '/a' = 'text'; '/a' = null; '/b' = exists('/a'); '/c' = path_exists('/own');",
        &[],
    );
    check(
        "'/a' ?= 1; '/own' ?= 2; '/b' = if (value('/own') == 3) 1 else 2; include 'u'; include 'u';",
        &[(
            "u",
            "'/u/n' = value('/u/n', 0) + 1; '/u/x' = { SELF['k' + to_string(length(SELF))] = 1; SELF };",
        )],
    );
}

#[test]
fn what_can_be_changed_in_place() {
    // A constant is protected, what a block makes is not; a reference to a part of SELF tells the difference.
    let twist = "'/c' = { x = SELF['in']; x['new'] = 1; SELF };";
    check(
        &format!("include 'k'; {twist}"),
        &[("k", "'/c' = dict('in', dict('a', 1));")],
    );
    check(
        &format!("include 'k'; {twist}"),
        &[("k", "'/c' = { v = dict('a', 1); dict('in', v) };")],
    );
    check(
        &format!("include 'k'; {twist} include 'm'; {twist}"),
        &[
            ("k", "'/c/in' = dict('a', 1); '/c/other/x' = 1;"),
            ("m", "'/c/in' = dict('b', list()); '/c/in/b/0' = dict();"),
        ],
    );
}

#[test]
fn the_same_value_but_not_the_same_to_change() {
    let fixed = "dict('in', dict('a', 1));";
    let free = "{ SELF['in'] = dict('a', 1); SELF };";
    let others = "'/m/a' = 1; '/m/b' = 2; '/m/c' = 3;";
    // A variable.
    for (one, other) in [(fixed, free), (free, fixed)] {
        check(
            "include if (PARITY == 0) 'one' else 'other'; include 'm';",
            &[
                ("one", &format!("variable C = {one}")),
                ("other", &format!("variable C = {other}")),
                (
                    "m",
                    &format!(
                        "{others} variable C = {{ x = SELF['in']; x['new'] = 1; SELF }}; '/c' = C; '/m/d' = 4;"
                    ),
                ),
            ],
        );
    }
    // What a block did that left everything as it was, where it could have changed it.
    let first = format!("'/c' = {free} '/c/y' = 1;");
    for (one, other) in [(fixed, free), (free, fixed)] {
        check(
            "include if (N == 0) 'first' else if (PARITY == 0) 'one' else 'other'; include 'm';",
            &[
                ("first", &first),
                ("one", &format!("'/c' = {one}")),
                ("other", &format!("'/c' = {other}")),
                (
                    "m",
                    &format!(
                        "{others} '/c' = {{ if (exists(SELF['y'])) SELF['z'] = 1; SELF }}; '/m/d' = 4; \
                       '/c' = {{ x = SELF['in']; x['new'] = 1; SELF }}; '/m/e' = 5;"
                    ),
                ),
            ],
        );
    }
}

#[test]
fn two_names_for_one_resource() {
    check(
        "include 'k'; '/s/a/z' = PARITY; include 'm';",
        &[
            (
                "k",
                "'/s/q' = 1; '/s' = { x = dict('p', 1); SELF['a'] = x; SELF['b'] = x; SELF };",
            ),
            (
                "m",
                "'/s/b' = { foreach (k; v; list(1, 2, 3, 4)) SELF['n' + to_string(v)] = v; SELF };",
            ),
        ],
    );
    check(
        "variable V = { x = list(); dict('a', x, 'b', x) }; include 'm';",
        &[("m", "variable V = { append(SELF['a'], 1); SELF }; '/v' = V;")],
    );
}

#[test]
fn definitions_and_load_paths() {
    check(
        "include 'd'; '/r' = twice(PARITY); bind '/r' = even; variable LOADPATH = list('p' + to_string(PARITY)); include 'x'; include if_exists('zz');",
        &[
            (
                "d",
                "declaration; function twice = ARGV[0] * 2; type even = long with SELF % 2 == 0;",
            ),
            ("x", "'/p' = 0; include if_exists('yy');"),
        ],
    );
    check(
        "include 'd'; bind '/r' = rec; '/r/k' = N; '/r/s/t' = PARITY; '/is' = is_valid(long, N);",
        &[(
            "d",
            "declaration; type inner = { 't' : long = 4 'u' : string = 'x' }; \
               type rec = { 'k' : long  's' : inner  'd' : inner = dict() } with value('/own') >= 0;",
        )],
    );
    check(
        "include 'q'; '/q' = is_defined(if_exists('nothing'));",
        &[("q", "unique; include if_exists('none'); '/once' = 1;")],
    );
}

#[test]
fn messages_and_errors() {
    check(
        "include 'm'; '/a' = 1;",
        &[(
            "m",
            "'/m' = { x = 0; foreach (k; v; list(1, 2, 3)) x = x + v; deprecated(1, 'old'); x };",
        )],
    );
    check(
        "'/a' = if (OBJECT == 'o2') error('no') else 1; include 'm';",
        &[("m", "'/m' = 1;")],
    );
    check(
        "final '/f' = 1; include 'm';",
        &[
            (
                "m",
                "'/g' = { x = 0; foreach (k; v; list(1, 2, 3)) x = x + v; x }; include if (PARITY == 0) 'n' else null;",
            ),
            ("n", "'/f' = 2;"),
        ],
    );
    check(
        "include 'd'; bind '/v' = small; '/v' = N;",
        &[("d", "declaration; type small = long(..5);")],
    );
    check("'/a' = value('o0:/own'); '/b' = 2;", &[]);
    check(
        "include if (PARITY == 0) 'm' else 'missing';",
        &[("m", "'/m' = TEMPLATE;")],
    );
    check(
        "include 'loop';",
        &[(
            "loop",
            "variable D = { append(N); SELF }; include if (length(D) > 40) null else 'loop';",
        )],
    );
}

#[test]
fn structures() {
    check(
        "include 'w'; '/w' = create('s', 'n', N);",
        &[
            (
                "w",
                "'/card' = create('s', 'extra', list(1, 2)); '/card/extra' = { append(3); SELF };",
            ),
            (
                "s",
                "structure; 'name' = 'card'; 'list' = list('x'); include 's2'; 'own' = value('/own') % 2;",
            ),
            ("s2", "structure; 'more/deep' = { SELF['a'] = 1; SELF };"),
        ],
    );
}
