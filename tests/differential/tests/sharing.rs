//! Objects that share what is the same for them come out as if each was compiled by itself: random programs, each with some
//! objects that are nearly the same.

#![expect(clippy::unwrap_used, reason = "a test may end with a panic")]

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use differential::alike::alike;
use differential::generate::program;
use pan_eval::world::{FileSource, TemplateSource, World, WorldError};
use pan_eval::{Engine, Limits, Options, Outcome, Profile};

/// Objects that are nearly the same, for each object of a program.
const VARIANTS: u64 = 6;

struct Files(BTreeMap<String, String>);

impl World for Files {
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        let location = format!("{name}.pan");
        Ok(self
            .0
            .get(&location)
            .map(|text| TemplateSource::new(&**text, location)))
    }

    fn file(&self, name: &str) -> Result<Option<FileSource>, WorldError> {
        Ok(self
            .0
            .get(name)
            .map(|text| FileSource::new(text.as_bytes(), name)))
    }

    fn profile(&self, _: &str) -> Result<Option<Profile>, WorldError> {
        Ok(None)
    }
}

/// The object template under another name, with something of its own and some other digits in it.
fn variant(text: &str, name: &str, number: u64, seed: u64) -> Option<String> {
    let declaration = format!("object template {name};");
    let own = format!(
        "object template {name}_{number};\nvariable OWN_NUMBER = {number};\n'/own/number' = {};",
        number % 3
    );
    let at = text.find(&declaration)?;
    let mut rest = String::new();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number;
    for c in text.get(at + declaration.len()..)?.chars() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let other = number % 2 == 1 && (state >> 33).is_multiple_of(9);
        match c {
            '1'..='8' if other => rest.extend(char::from_u32(u32::from(c) + 1)),
            c => rest.push(c),
        }
    }
    Some(format!("{}{own}{rest}", text.get(..at)?))
}

/// Everything there is to compare of an outcome.
fn text(outcome: &Outcome) -> String {
    let root = outcome.profile.as_ref().map(|profile| profile.root.to_string());
    format!(
        "{root:?}\n{:?}\n{:?}\n{:?}",
        outcome.diagnostics, outcome.messages, outcome.reads
    )
}

/// Steps of an object: rules that call each other twice take a lifetime.
const STEPS: u64 = 300_000;

fn compile(world: &Files, objects: &[&str], sharing: bool, threads: usize) -> BTreeMap<String, String> {
    let engine = Engine::new(Limits {
        iterations: 60,
        // What is shared is counted in another way.
        steps: if sharing { 100 * STEPS } else { STEPS },
        memory: 256 << 20,
        string_bytes: 4 << 20,
        ..Limits::default()
    });
    let options = Options {
        sharing,
        // What is printed is compared, too.
        debug: Some(Arc::new(|template| template != "t1")),
        ..Options::default()
    };
    let outcomes = Mutex::new(BTreeMap::new());
    let threads = NonZeroUsize::new(threads).unwrap();
    engine.compile_many(world, objects, &options, threads, &|name, outcome| {
        outcomes.lock().unwrap().insert(name.to_owned(), text(&outcome));
    });
    outcomes.into_inner().unwrap()
}

/// Compiles the objects with sharing and without, unless that would take too long; tells how many came to their end.
fn check(world: &Files, names: &[&str], what: &str) -> usize {
    let alone = compile(world, names, false, 1);
    let is_slow = |text: &String| text.contains(&format!("more than {STEPS} steps"));
    if alone.values().any(is_slow) {
        eprintln!("{what}: too slow");
        return 0;
    }
    for threads in [1, 2] {
        let shared = compile(world, names, true, threads);
        for (name, expected) in &alone {
            assert_eq!(shared.get(name), Some(expected), "{what}, {name}");
        }
    }
    alone.values().filter(|text| text.starts_with("Some")).count()
}

/// The seeds to take: `SEEDS` of them from `SEED_FROM` on.
fn seeds(default: u64) -> Range<u64> {
    let number = |name, default| {
        let text = std::env::var(name).ok();
        text.and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let first = number("SEED_FROM", 0);
    first..first + number("SEEDS", default)
}

#[test]
fn objects_that_are_alike_are_as_if_each_was_alone() {
    let (mut finished, mut all) = (0, 0);
    for seed in seeds(24) {
        if seed.is_multiple_of(500) {
            eprintln!("at seed {seed}");
        }
        let program = alike(seed);
        let names: Vec<&str> = program.objects.iter().map(String::as_str).collect();
        let files = program.templates.iter();
        let files = files.map(|(name, text)| (format!("{name}.pan"), text.clone()));
        all += names.len();
        finished += check(&Files(files.collect()), &names, &format!("seed {seed}"));
    }
    assert!(
        finished * 2 > all,
        "only {finished} of {all} objects come to their end"
    );
}

#[test]
fn with_and_without_sharing_everything_is_the_same() {
    let mut finished = 0;
    for seed in seeds(300) {
        let program = program(seed);
        let mut files = BTreeMap::new();
        for file in &program.files {
            files.insert(format!("p/{}", file.name), file.tree.render("p"));
        }
        let mut names = Vec::new();
        for file in &program.objects {
            let name = format!("p/{}", file.trim_end_matches(".pan"));
            let Some(text) = files.get(&format!("{name}.pan")).cloned() else {
                continue;
            };
            for number in 0..VARIANTS {
                if let Some(text) = variant(&text, &name, number, seed) {
                    files.insert(format!("{name}_{number}.pan"), text);
                    names.push(format!("{name}_{number}"));
                }
            }
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let world = Files(files);
        finished += check(&world, &names, &format!("seed {seed}"));
    }
    assert!(finished > 200, "only {finished} objects come to their end");
}
