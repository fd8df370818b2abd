//! Programs that would run away without limits. Each ends with a diagnostic that names the limit it reached and how to raise
//! it, in little time and memory.

use std::time::{Duration, Instant};

use pan_eval::{Engine, FileSource, Limits, Options, Outcome, Profile, TemplateSource, World, WorldError};

struct One(String);

impl World for One {
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        let text = (name == "o").then(|| self.0.clone());
        Ok(text.map(|text| TemplateSource::new(text, "o.pan")))
    }

    fn file(&self, _: &str) -> Result<Option<FileSource>, WorldError> {
        Ok(None)
    }

    fn profile(&self, _: &str) -> Result<Option<Profile>, WorldError> {
        Ok(None)
    }
}

/// Small enough for quick tests, large enough for what the programs need to begin with.
fn limits() -> Limits {
    Limits {
        steps: 300_000,
        memory: 16 << 20,
        string_bytes: 1 << 20,
        list_length: 32 << 10,
        elements: 128 << 10,
        regex_steps: 100_000,
        ..Limits::default()
    }
}

fn compile(statements: &str) -> Outcome {
    let world = One(format!("object template o;\n{statements}"));
    let options = Options {
        debug: Some(std::sync::Arc::new(|_| true)),
        ..Options::default()
    };
    Engine::new(limits()).compile(&world, "o", &options)
}

/// The program ends soon, by this limit.
fn reaches(limit: &str, statements: &str) {
    let started = Instant::now();
    let outcome = compile(statements);
    let time = started.elapsed();
    let said = outcome.diagnostics.first().map(|first| {
        let hint = first.hint.as_deref().unwrap_or("no advice");
        format!("{} ({hint})", first.message)
    });
    let said = said.unwrap_or_else(|| "no limit was reached".to_owned());
    assert!(
        said.contains(&format!("the limit '{limit}'")),
        "{statements}: {said}"
    );
    assert!(time < Duration::from_secs(60), "{statements}: {time:?}");
}

/// A block with a string of 2 to the power of `power` times `unit` in `s`.
fn with_string(unit: &str, power: u32, rest: &str) -> String {
    format!("'/a' = {{ s = '{unit}'; for (i = 0; i < {power}; i = i + 1) s = s + s; {rest} }};")
}

/// A block with lists in each other in `s`, each with the next one twice.
fn with_shared(power: u32, rest: &str) -> String {
    format!("'/a' = {{ s = list('x'); for (i = 0; i < {power}; i = i + 1) s = list(s, s); {rest} }};")
}

fn forever(body: &str) -> String {
    format!("for (k = 0; k < 9999; k = k + 1) for (l = 0; l < 9999; l = l + 1) {{ {body} }}; 1;")
}

#[test]
fn loops_and_calls() {
    reaches("iterations", "'/a' = { while (true) 1; };");
    reaches("steps", &format!("'/a' = {{ {} }};", forever("1;")));
    reaches("depth", "function f = f(ARGV[0]); '/a' = f(1);");
    reaches(
        "steps",
        "function f = { if (ARGV[0] < 40) { f(ARGV[0] + 1); f(ARGV[0] + 1); } else 1; }; '/a' = f(1);",
    );
}

#[test]
fn strings() {
    reaches("string", &with_string("x", 64, "s;"));
    reaches("string", "'/a' = format('%999999999d', 1);");
    reaches("string", "'/a' = format('%.999999999f', 1.0);");
    reaches(
        "string",
        &with_string("x", 17, "replace('x', '0123456789012345678901234567890', s);"),
    );
    reaches("string", &with_string("$0", 12, "replace('.*', s, s);"));
    reaches(
        "string",
        &with_string("x", 17, "join(s, split('', substr(s, 0, 1000)));"),
    );
    reaches(
        "string",
        &with_string(
            "${y}",
            14,
            "substitute(s, dict('y', replace('.', 'z', substr(s, 0, 1000))));",
        ),
    );
    reaches("memory", &with_string("x", 17, &forever("t = s + 'y';")));
    reaches("memory", &with_string("x", 17, &forever("debug(s);")));
}

#[test]
fn work_of_functions_counts() {
    for call in [
        "digest('SHA-512', s)",
        "match(s, 'xy')",
        "index('y', s)",
        "length(s)",
        "s == t",
        "base64_decode(s) == ''",
        "replace('y', 'z', s) == ''",
    ] {
        let block = format!("t = s + ''; {}", forever(&format!("{call};")));
        let outcome = compile(&with_string("xxxx", 12, &block));
        let hint = outcome.diagnostics.first().and_then(|first| first.hint.clone());
        let hint = hint.unwrap_or_default();
        assert!(
            hint.contains("'steps'") || hint.contains("'memory'"),
            "{call}: {hint}"
        );
    }
    for call in [
        "to_string(s)",
        "json_encode(s)",
        "index(list('y'), s)",
        "format('%s', s)",
    ] {
        let outcome = compile(&with_shared(10, &forever(&format!("{call};"))));
        let hint = outcome.diagnostics.first().and_then(|first| first.hint.clone());
        let hint = hint.unwrap_or_default();
        assert!(
            hint.contains("'steps'") || hint.contains("'memory'"),
            "{call}: {hint}"
        );
    }
}

#[test]
fn shared_values() {
    reaches("elements", &with_shared(64, "s;"));
    // A long string ten thousand times.
    let many = "l = list(); for (i = 0; i < 9999; i = i + 1) append(l, s);";
    reaches("string", &with_string("x", 14, &format!("{many} to_string(l);")));
    reaches(
        "string",
        &with_string("x", 14, &format!("{many} json_encode(l);")),
    );
    reaches(
        "string",
        &with_string("x", 14, &format!("{many} format('%s', l);")),
    );
    reaches("string", &with_string("x", 14, &format!("{many} join('', l);")));
    reaches(
        "string",
        &with_string("x", 14, &format!("{many} substitute('${{y}}', dict('y', l));")),
    );
}

#[test]
fn lists() {
    reaches("list", "'/a' = { l = list(); l[99999999] = 1; };");
    reaches("list", &with_string("x,", 17, "split(',', s);"));
    reaches("list", &with_string("[],", 16, "json_decode('[' + s + ']');"));
    reaches(
        "elements",
        &with_string("[1,2,3,4,5,6,7],", 14, "json_decode('[' + s + ']');"),
    );
    reaches(
        "memory",
        &format!(
            "'/a' = {{ s = list(); s[30000] = 1; {} }};",
            forever("splice(s, 0, 1);")
        ),
    );
}

#[test]
fn nested_values() {
    reaches(
        "data-depth",
        "'/a' = { s = list(); for (i = 0; i < 4000; i = i + 1) s = list(s); s; };",
    );
    // As deep as allowed, everything that walks over values has stack enough: writing, comparing, dropping, validating.
    let deep = |before: &str, rest: &str| {
        let outcome = compile(&format!(
            "{before} '/a' = {{ s = list(1); for (i = 0; i < 395; i = i + 1) s = list(s); {rest} }};"
        ));
        assert!(!outcome.failed(), "{rest}: {:?}", outcome.diagnostics);
        outcome
    };
    let outcome = deep("", "s;");
    let profile = outcome.profile.as_ref().unwrap();
    let stack = std::thread::Builder::new().stack_size(2 << 20);
    std::thread::scope(|scope| {
        let walk = || {
            let copy = profile.clone();
            assert_eq!(&copy, profile);
            assert!(format!("{copy:?}{}", copy.root).len() > 800);
        };
        stack.spawn_scoped(scope, walk).unwrap().join().unwrap();
    });
    for rest in [
        "json_decode(json_encode(s));",
        "to_string(s);",
        "format('%s', s);",
        "index(s, list(s));",
        "clone(s);",
        "t = clone(s); merge(s, t); splice(s, 0, 0, t);",
    ] {
        deep("", rest);
    }
    let typed = (0..395).fold("long".to_owned(), |inner, _| format!("{inner}[]"));
    deep(&format!("bind '/a' = {typed}[];"), "s;");
    let text = "[".repeat(100_000);
    reaches("data-depth", &format!("'/a' = json_decode('{text}');"));
    let text = "{a:".repeat(100_000);
    reaches("data-depth", &format!("'/a' = json_decode('{text}');"));
}

/// Constants are computed when a template is compiled, of which nothing but the template knows the limits.
#[test]
fn many_constants() {
    let one = "{ s = 'x'; for (i = 0; i < 19; i = i + 1) s = s + s; s; };\n";
    let statements: String = (0..1000).map(|i| format!("'/a{i}' = {one}")).collect();
    reaches("memory", &statements);
}

#[test]
fn patterns() {
    // These have an answer although trying everything would take forever.
    for (unit, power, pattern, answer) in [
        ("a", 16, "(a+)+$", true),
        ("a", 16, "^(a+)+b", false),
        ("x", 16, "(x+x+)+y", false),
        ("a", 16, "(.*)*z", false),
        ("a", 15, "^(a|aa)+b$", false),
        ("a", 15, "^(([a-z])+.)+[A-Z]([a-z])+$", false),
    ] {
        let outcome = compile(&with_string(unit, power, &format!("match(s, '{pattern}');")));
        let profile = outcome
            .profile
            .unwrap_or_else(|| panic!("{pattern}: {:?}", outcome.diagnostics));
        let path = pan_value::Path::parse("/a").unwrap();
        assert_eq!(
            profile.get(&path),
            Some(&pan_value::Value::Boolean(answer)),
            "{pattern}"
        );
    }
    // These have groups or look around, and are given up.
    for call in [
        "match(s + 'X', '^(a+)+\\1$')",
        "match(s + 'X', '^(?=(a+)+$)a')",
        "matches(s + 'X', '^(a|aa)+$')",
        "replace('^(a|aa)+$', 'x', s + 'X')",
        "split('^(a|aa)+$', s + 'X')",
    ] {
        reaches("regex", &with_string("a", 12, &format!("{call};")));
    }
    // Remembering each repetition of a group takes memory.
    let outcome = compile(&with_string("a", 15, "matches(s + 'X', '^(a|aa)+$');"));
    let said = &outcome.diagnostics[0];
    assert!(said.message.contains("1048576 bytes"), "{}", said.message);
    assert!(said.hint.as_deref().is_some_and(|hint| hint.contains("[ab]*")));
    // Each match, or each place where one may begin, takes less than the limit.
    let block = format!("{}-", "a".repeat(20));
    for call in [
        "replace('(a|aa)+c|a+-', 'x', s)",
        "split('(a|aa)+c|a+-', s)",
        "match(s, '(a*)(a*)(a*)(a*)[bc]\\1?')",
    ] {
        reaches("regex", &with_string(&block, 12, &format!("{call};")));
    }
    reaches(
        "steps",
        &with_string(&block, 1, &forever("replace('(a|aa)+c|a+-', 'x', s);")),
    );
}
