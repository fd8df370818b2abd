use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use pan_diagnostics::{codes, render};
use pan_eval::{Engine, Limits, Options, Outcome};
use pan_output::{Dependency, DependencyKind, Format};

use crate::stack::on_large_stack;
use crate::world::Parts;

/// Objects of one input that are compiled.
const OBJECTS: usize = 3;

/// Any templates compile within the limits, to the same outcome every time and whether objects share or not, and every
/// profile can be written in every format.
pub fn evaluator(input: &[u8]) {
    let text = String::from_utf8_lossy(input).into_owned();
    on_large_stack(move || check(&text));
}

/// Small, so that an input that runs into one takes milliseconds.
fn limits() -> Limits {
    Limits {
        iterations: 200,
        depth: 20,
        nesting: 2_000,
        data_depth: 100,
        objects_depth: 4,
        memory: 8 << 20,
        steps: 20_000,
        string_bytes: 64 << 10,
        list_length: 4_096,
        elements: 16_384,
        regex_steps: 10_000,
        messages: 50,
        output: usize::MAX,
    }
}

fn check(text: &str) {
    let world = Parts::split(text);
    let engine = Engine::new(limits());
    let objects: Vec<&str> = world.objects.iter().take(OBJECTS).map(String::as_str).collect();
    let alone: BTreeMap<String, String> = objects
        .iter()
        .map(|object| {
            let outcome = engine.compile(&world, object, &debugging());
            write_all(&outcome);
            ((*object).to_owned(), show(&outcome))
        })
        .collect();
    for sharing in [true, false] {
        for (object, shown) in together(&engine, &world, &objects, sharing) {
            if let Some(expected) = alone.get(&object) {
                assert_eq!(
                    expected, &shown,
                    "'{object}' is different together (sharing: {sharing})"
                );
            }
        }
    }
}

fn debugging() -> Options {
    Options {
        debug: Some(Arc::new(|_| true)),
        ..Options::default()
    }
}

fn together(engine: &Engine, world: &Parts, objects: &[&str], sharing: bool) -> BTreeMap<String, String> {
    let options = Options {
        sharing,
        ..debugging()
    };
    let outcomes = Mutex::new(BTreeMap::new());
    engine.compile_many(world, objects, &options, NonZeroUsize::MIN, &|object, outcome| {
        let mut outcomes = outcomes.lock().unwrap_or_else(PoisonError::into_inner);
        outcomes.insert(object.to_owned(), show(&outcome));
    });
    outcomes.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Everything an outcome says.
fn show(outcome: &Outcome) -> String {
    let mut shown = format!("{:?}\n{:?}\n", outcome.profile, outcome.messages);
    for diagnostic in &outcome.diagnostics {
        assert!(
            diagnostic.code != codes::system::INTERNAL,
            "{}",
            render::human(diagnostic, false)
        );
        let _ = writeln!(
            shown,
            "{}\n{}",
            render::human(diagnostic, false),
            render::json(diagnostic)
        );
    }
    assert!(
        outcome.profile.is_some() || !outcome.diagnostics.is_empty(),
        "an object failed without a word"
    );
    let _ = write!(shown, "{:?}", outcome.reads);
    shown
}

fn write_all(outcome: &Outcome) {
    let Some(profile) = &outcome.profile else {
        return;
    };
    let line = |name: &Arc<str>| Dependency {
        name: Arc::clone(name),
        kind: DependencyKind::Pan,
        root: "".into(),
    };
    let lines: Vec<Dependency> = outcome.reads.templates.keys().map(line).collect();
    let dependencies = pan_output::dependency_text(&lines);
    for format in Format::ALL {
        let written = pan_output::render(
            pan_output::Profile {
                root: &profile.root,
                dependencies: &dependencies,
            },
            format,
        );
        assert!(written.is_ok(), "{format:?}: {written:?}");
    }
}
