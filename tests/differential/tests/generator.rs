//! What the generator promises: the same programs for the same seed, all of the language, and our engine survives them.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use differential::generate::{program, tags};
use differential::program::Program;
use pan_eval::world::{FileSource, TemplateSource, World, WorldError};
use pan_eval::{Engine, Limits, Options, Outcome, Profile};

#[test]
fn the_same_seed_gives_the_same_program() {
    let text = |seed| program(seed).text();
    for seed in 0..300 {
        assert_eq!(text(seed), text(seed), "seed {seed}");
    }
    assert_ne!(text(1), text(2));
}

#[test]
fn everything_occurs() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..1500 {
        for (tag, count) in program(seed).coverage() {
            *counts.entry(tag).or_default() += count;
        }
    }
    for builtin in pan_eval::builtin::names() {
        assert!(
            tags().contains(&builtin),
            "no call of {builtin}() is ever written"
        );
    }
    let rare: Vec<_> = tags()
        .into_iter()
        .filter(|tag| counts.get(tag).copied().unwrap_or(0) < 5)
        .collect();
    assert!(rare.is_empty(), "hardly ever written: {rare:?}");
}

/// The files of a program.
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

/// Compiles the objects of a program.
fn compile(program: &Program) -> BTreeMap<String, Outcome> {
    let files = program
        .files
        .iter()
        .map(|file| (format!("p/{}", file.name), file.tree.render("p")));
    let world = Files(files.collect());
    let engine = Engine::new(Limits {
        iterations: 60,
        memory: 256 << 20,
        string_bytes: 4 << 20,
        ..Limits::default()
    });
    let names: Vec<_> = program
        .objects
        .iter()
        .map(|name| format!("p/{}", name.trim_end_matches(".pan")))
        .collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let outcomes = Mutex::new(BTreeMap::new());
    engine.compile_many(
        &world,
        &names,
        &Options::default(),
        NonZeroUsize::MIN,
        &|name, outcome| {
            outcomes
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(name.to_owned(), outcome);
        },
    );
    outcomes.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn our_engine_gives_every_program_a_profile_or_a_message() {
    let mut written = 0;
    for seed in 0..400 {
        for (name, outcome) in compile(&program(seed)) {
            let internal = outcome
                .diagnostics
                .iter()
                .find(|diagnostic| diagnostic.code == pan_diagnostics::codes::system::INTERNAL);
            assert!(internal.is_none(), "seed {seed}, {name}: {internal:?}");
            assert!(
                outcome.profile.is_some() || !outcome.diagnostics.is_empty(),
                "seed {seed}: {name} has neither profile nor message"
            );
            written += usize::from(outcome.profile.is_some());
        }
    }
    // Programs that fail early say little about the engine.
    assert!(written > 80, "only {written} of 400 programs come to their end");
}
