//! A world in memory for the tests of this crate.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Mutex;

use pan_value::Path;

use crate::engine::Engine;
use crate::limits::Limits;
use crate::options::Options;
use crate::outcome::{Outcome, Profile};
use crate::world::{FileSource, TemplateSource, World, WorldError};

/// Templates, files and finished profiles by name.
#[derive(Default)]
pub struct Memory {
    pub templates: BTreeMap<String, String>,
    pub files: BTreeMap<String, Vec<u8>>,
    pub profiles: BTreeMap<String, Profile>,
}

impl World for Memory {
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        Ok(self
            .templates
            .get(name)
            .map(|text| TemplateSource::new(&**text, format!("{name}.pan"))))
    }

    fn file(&self, name: &str) -> Result<Option<FileSource>, WorldError> {
        Ok(self
            .files
            .get(name)
            .map(|content| FileSource::new(content.as_slice(), name)))
    }

    fn profile(&self, object: &str) -> Result<Option<Profile>, WorldError> {
        Ok(self.profiles.get(object).cloned())
    }
}

/// A world of templates. The first word of each text is its kind if it is one; the name is put in: `("a", "structure; 'x' = 1;")`
/// is `structure template a; 'x' = 1;`.
pub fn world(templates: &[(&str, &str)]) -> Memory {
    let mut memory = Memory::default();
    for (name, text) in templates {
        let kinds = ["object", "structure", "unique", "declaration"];
        let kind = kinds
            .into_iter()
            .find(|kind| text.starts_with(&format!("{kind};")));
        let text = match kind {
            Some(kind) => format!("{kind} template {name};{}", &text[kind.len() + 1..]),
            None => format!("template {name};{text}"),
        };
        memory.templates.insert((*name).to_owned(), text);
    }
    memory
}

/// Compiles the object `o` of a world.
pub fn compile(world: &Memory) -> Outcome {
    Engine::new(Limits {
        iterations: 1000,
        ..Limits::default()
    })
    .compile(world, "o", &Options::default())
}

/// Compiles objects on this many threads; what each of them gave, by name.
pub fn compile_many(
    engine: &Engine,
    world: &dyn World,
    objects: &[&str],
    options: &Options,
    threads: usize,
) -> BTreeMap<String, Outcome> {
    let outcomes = Mutex::new(BTreeMap::new());
    let deliver = |name: &str, outcome: Outcome| {
        let twice = outcomes.lock().unwrap().insert(name.to_owned(), outcome);
        assert!(twice.is_none(), "{name} delivered twice");
    };
    let threads = NonZeroUsize::new(threads).unwrap();
    engine.compile_many(world, objects, options, threads, &deliver);
    outcomes.into_inner().unwrap()
}

/// Compiles an object of these statements.
pub fn run(statements: &str) -> Outcome {
    compile(&world(&[("o", &format!("object;{statements}"))]))
}

/// The text of the value at a path, or the class and message of the first error.
pub fn at(outcome: &Outcome, path: &str) -> String {
    match (&outcome.profile, outcome.diagnostics.first()) {
        (Some(profile), None) => match profile.get(&Path::parse(path).unwrap()) {
            Some(value) => value.to_string(),
            None => "nothing".to_owned(),
        },
        (None, Some(error)) => format!("{}: {}", error.class, error.message),
        (profile, error) => panic!("profile {profile:?} with error {error:?}"),
    }
}

/// The value at `/r` after these statements, or the error.
pub fn result(statements: &str) -> String {
    at(&run(statements), "/r")
}
