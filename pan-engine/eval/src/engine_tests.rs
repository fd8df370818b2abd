//! Objects that refer to each other, limits, what is recorded.

use std::collections::BTreeMap;

use pan_value::{Dict, Value};

use crate::engine::Engine;
use crate::limits::Limits;
use crate::options::{Options, Warnings};
use crate::outcome::{MessageKind, Outcome, Profile};
use crate::testing::{self, at, compile, result, run, world};
use crate::world::World as _;

fn check(templates: &[(&str, &str)], expected: &str) {
    let text = at(&compile(&world(templates)), "/r");
    assert!(text.contains(expected), "{templates:?}: {text}");
}

/// All outcomes, by name, on this many threads.
fn compile_many(templates: &[(&str, &str)], objects: &[&str], threads: usize) -> BTreeMap<String, Outcome> {
    let (engine, options) = (Engine::default(), Options::default());
    testing::compile_many(&engine, &world(templates), objects, &options, threads)
}

#[test]
fn other_objects_are_built_when_needed() {
    check(
        &[("o", "object; '/r' = value('p:/x');"), ("p", "object; '/x' = 1;")],
        "1",
    );
    check(&[("o", "object; '/r' = value('o:/x', 2);")], "2");
    check(&[("o", "object; '/r' = value('p:/x', 3);")], "3");
    check(
        &[
            ("o", "object; '/r' = exists('p:/x');"),
            ("p", "object; '/x' = 1;"),
        ],
        "true",
    );
    check(
        &[("o", "object; '/r' = value('p:/x');"), ("p", "'/x' = 1;")],
        "not an object template",
    );
    check(
        &[
            ("o", "object; '/r' = value('p:/x');"),
            ("p", "object; '/x' = f();"),
        ],
        "the object 'p' cannot be built",
    );
}

#[test]
fn finished_profiles_are_taken() {
    let mut world = world(&[("o", "object; '/r' = value('p:/x');")]);
    let root = Value::dict(Dict::from([("x".into(), Value::Long(5))]));
    world.profiles.insert(
        "p".to_owned(),
        Profile {
            object: "p".into(),
            root,
        },
    );
    let outcome = compile(&world);
    assert_eq!(at(&outcome, "/r"), "5");
    assert!(outcome.reads.objects.contains("p"));
    assert!(!outcome.reads.templates.contains("p"));
}

#[test]
fn circles_are_errors_while_building() {
    let templates = [
        ("o", "object; '/r' = value('p:/x');"),
        ("p", "object; '/x' = value('q:/x');"),
        ("q", "object; '/x' = value('o:/r');"),
    ];
    let expected = "objects refer to each other in a circle while being built: o → p → q → o";
    for threads in [1, 3] {
        let outcomes = compile_many(&templates, &["q", "o", "p"], threads);
        let messages: Vec<&str> = outcomes
            .values()
            .map(|o| o.diagnostics[0].message.as_str())
            .collect();
        assert_eq!(messages, [expected; 3]);
    }
}

#[test]
fn circles_are_allowed_in_validation() {
    let templates = [
        (
            "o",
            "object; bind '/r' = string with exists(SELF); '/r' = 'p:/x';",
        ),
        (
            "p",
            "object; bind '/x' = string with exists(SELF); '/x' = 'o:/r';",
        ),
    ];
    check(&templates, "p:/x");
    assert!(
        compile_many(&templates, &["o", "p"], 2)
            .values()
            .all(|outcome| outcome.profile.is_some())
    );
}

#[test]
fn an_object_needs_the_others_to_be_valid() {
    let templates = [
        ("o", "object; '/r' = value('p:/x');"),
        ("p", "object; '/x' = value('q:/x');"),
        ("q", "object; bind '/x' = string; '/x' = 1;"),
    ];
    check(
        &templates,
        "validation: the object 'q', which this one refers to, is not valid",
    );
}

#[test]
fn objects_referred_to_are_delivered_too() {
    let templates = [
        ("o", "object; '/r' = value('p:/x');"),
        ("p", "object; '/x' = value('q:/x');"),
        ("q", "object; '/x' = 1;"),
    ];
    let outcomes = compile_many(&templates, &["o"], 2);
    assert_eq!(outcomes.keys().collect::<Vec<_>>(), ["o", "p", "q"]);
    assert_eq!(at(&outcomes["p"], "/x"), "1");
}

#[test]
fn the_thread_count_changes_nothing() {
    let names: Vec<String> = (0..40).map(|i| format!("h{i}")).collect();
    let mut templates: Vec<(&str, String)> =
        vec![("base", "variable X = append(SELF, OBJECT); '/x' = X;".into())];
    templates[0].1 = "'/x' = OBJECT; '/y' = { foreach (k; v; list(1, 2, 3)) SELF[k] = v * 2; SELF; };".into();
    for (i, name) in names.iter().enumerate() {
        let next = &names[(i + 1) % names.len()];
        templates.push((
            name,
            format!("object; include 'base'; bind '/x' = string with exists('{next}:/y/2');"),
        ));
    }
    let templates: Vec<(&str, &str)> = templates
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let objects: Vec<&str> = names.iter().map(String::as_str).collect();
    let roots = |threads| -> Vec<Option<Profile>> {
        compile_many(&templates, &objects, threads)
            .into_values()
            .map(|outcome| outcome.profile)
            .collect()
    };
    let one = roots(1);
    assert!(one.iter().all(Option::is_some));
    assert_eq!(one, roots(4));
}

#[test]
fn initial_data() {
    let initial = Value::dict(Dict::from([("r".into(), Value::Long(1))]));
    let options = Options {
        initial: Some(initial),
        ..Options::default()
    };
    let outcome = Engine::default().compile(&world(&[("o", "object; '/s' = 2;")]), "o", &options);
    assert_eq!(at(&outcome, "/r"), "1");
}

#[test]
fn messages_are_collected() {
    let templates = [(
        "o",
        "object; variable G = 'x'; '/r' = { deprecated(1, 'old ' + G); debug('here'); G; };
            '/s' = { deprecated(1, 'never: this folds ' + G); 1; };",
    )];
    let outcome = compile(&world(&templates));
    assert_eq!(outcome.messages.len(), 1);
    assert_eq!(
        (outcome.messages[0].kind, &*outcome.messages[0].text),
        (MessageKind::Deprecated, "old x")
    );
    let options = Options {
        debug: Some(std::sync::Arc::new(|name| name == "o")),
        ..Options::default()
    };
    let outcome = Engine::default().compile(&world(&templates), "o", &options);
    assert_eq!(outcome.messages[1].text, "[o] here");
    let options = Options {
        warnings: Warnings::Fatal,
        ..Options::default()
    };
    let outcome = Engine::default().compile(&world(&templates), "o", &options);
    assert!(at(&outcome, "/r").contains("old x"));
}

/// An object that would take everything ends in a diagnostic.
fn limited(statements: &str, limits: Limits, expected: &str) {
    let world = world(&[("o", &format!("object;{statements}"))]);
    let text = at(
        &Engine::new(limits).compile(&world, "o", &Options::default()),
        "/r",
    );
    assert!(text.contains(expected), "{statements}: {text}");
}

#[test]
fn everything_has_a_limit() {
    let endless = "variable G = 1; '/r' = { x = G; while (true) x = x + 1; };";
    limited(
        endless,
        Limits {
            iterations: u64::MAX,
            steps: 10_000,
            ..Limits::default()
        },
        "more than 10000 steps",
    );
    let long = "variable G = 'x'; '/r' = { x = G; while (true) x = x + x; };";
    limited(long, Limits::default(), "a string cannot have more than");
    let wide = "variable G = 1; '/r' = { x = list(G); x[2000000000] = 1; x; };";
    limited(wide, Limits::default(), "a list cannot have more than");
    let deep = "variable G = 1; '/r' = { x = list(G); while (length(x) == 1) x = list(x); };";
    limited(
        deep,
        Limits {
            iterations: 100_000,
            ..Limits::default()
        },
        "more than 100000 times",
    );
    let deep = "variable G = 1; '/r' = { x = list(G); foreach (k; v; split(',', 'a')) 1; for (i = 0; i < 5000; i = i + 1) x = list(x); x; };";
    limited(deep, Limits::default(), "nested more than 400 deep");
    let calls = "function f = { 1 + f(); }; '/r' = f();";
    limited(
        calls,
        Limits {
            depth: u32::MAX,
            ..Limits::default()
        },
        "nested more than 20000 deep",
    );
    let hoard = "variable G = 1; '/r' = { x = list(); while (true) x[length(x)] = G; };";
    limited(
        hoard,
        Limits {
            iterations: u64::MAX,
            memory: 1 << 20,
            ..Limits::default()
        },
        "bytes of data",
    );
}

#[test]
fn circles_of_data_are_refused() {
    let outcome = run("variable G = 1; '/r' = { x = list(G); append(x, x); };");
    let text = at(&outcome, "/r");
    // The class is that of the reference when it walks over a circle.
    assert!(
        text.starts_with("evaluation: a resource cannot contain itself"),
        "{text}"
    );
    let hint = outcome.diagnostics[0].hint.as_deref();
    assert!(hint.is_some_and(|hint| hint.contains("clone()")), "{hint:?}");
    assert_eq!(
        result("'/r' = { x = list(1); append(x, clone(x)); x; };"),
        "[ 1, [ 1 ] ]"
    );
    let text = at(
        &run("'/r' = { SELF['a'] = dict(); SELF['a']['b'] = SELF; SELF['x'] = SELF; SELF; };"),
        "/r",
    );
    assert!(text.contains("cannot contain itself"), "{text}");
}

#[test]
fn broken_templates_tell_all_their_errors() {
    let templates = [("o", "object; include 'a';"), ("a", "'/x' = ; '/y' = ;")];
    let outcome = compile(&world(&templates));
    assert!(outcome.diagnostics.len() > 1, "{:?}", outcome.diagnostics);
    assert!(
        outcome
            .diagnostics
            .iter()
            .all(|d| d.object.as_deref() == Some("o"))
    );
    check(
        &[("o", "object; '/r' = exists('a');"), ("a", "'/x' = ;")],
        "parse: ",
    );
    check(
        &[
            ("o", "object; '/r' = exists('a');"),
            ("a", "function f = 1; function f = 1;"),
        ],
        "true",
    );
}

#[test]
fn missing_objects() {
    let outcome = Engine::default().compile(&world(&[]), "o", &Options::default());
    assert_eq!(
        outcome.diagnostics[0].message,
        "cannot locate object template named 'o'"
    );
    assert!(outcome.reads.missed_templates.contains("o"));
}

#[test]
fn many_objects_are_done_some_at_a_time() {
    // More than are taken at once, some of them wrong, some that refer to others.
    let mut templates = vec![(
        "common".to_owned(),
        "type t = { 'n' : long with SELF != 33 'more' ? dict }; bind '/x' = t; '/x/n' = N; '/x/more/a/b' = 1; '/y' = 2 * N;"
            .to_owned(),
    )];
    let names: Vec<String> = (0..150).map(|number| format!("o{number:03}")).collect();
    for (number, name) in names.iter().enumerate() {
        let own = match number {
            50 | 51 => "'/z' = error('no');".to_owned(),
            70 => "'/z' = value('o149:/y');".to_owned(),
            149 => "'/z' = value('o001:/y');".to_owned(),
            _ => String::new(),
        };
        let text = format!("object; variable N = {number}; include 'common'; {own}");
        templates.push((name.clone(), text));
    }
    let templates: Vec<(&str, &str)> = templates
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let objects: Vec<&str> = names.iter().map(String::as_str).collect();
    for threads in [1, 3] {
        let outcomes = compile_many(&templates, &objects, threads);
        assert_eq!(outcomes.len(), objects.len());
        for (number, name) in (0_i64..).zip(&names) {
            let outcome = &outcomes[name];
            assert_eq!(
                outcome.failed(),
                [33, 50, 51].contains(&number),
                "{name}: {:?}",
                outcome.diagnostics
            );
            if !outcome.failed() {
                assert_eq!(at(outcome, "/y"), (2 * number).to_string(), "{name}");
            }
        }
        assert_eq!(at(&outcomes["o070"], "/z"), "298");
        assert_eq!(at(&outcomes["o149"], "/z"), "2");
    }
}

#[test]
fn what_was_checked_is_compiled_once() {
    // More in common than there is room for in what is new.
    let text = format!("# {}\nvariable X = 1;", "x".repeat(1000));
    let common: Vec<String> = (0..1000).map(|i| format!("t{i}")).collect();
    let all: Vec<String> = common.iter().map(|name| format!("include '{name}';")).collect();
    let all = all.join("\n");
    let objects: Vec<String> = (0..100).map(|i| format!("h{i:03}")).collect();
    let mut templates: Vec<(&str, &str)> = vec![("base", &all)];
    templates.extend(common.iter().map(|name| (name.as_str(), text.as_str())));
    templates.extend(
        objects
            .iter()
            .map(|name| (name.as_str(), "object; include 'base';")),
    );
    let (world, engine, options) = (world(&templates), Engine::default(), Options::default());
    for object in objects.iter().rev() {
        let source = world.template(object).unwrap().unwrap();
        assert!(engine.check(&source, &options).diagnostics.is_empty());
    }
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    let outcomes = testing::compile_many(&engine, &world, &objects, &options, 2);
    assert!(outcomes.values().all(|outcome| outcome.profile.is_some()));
    assert_eq!(engine.lowered_count(), (1101, 1101));
}
