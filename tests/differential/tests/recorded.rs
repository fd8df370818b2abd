//! Programs with the answers of the reference compiler, which ours must give too.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::collections::BTreeMap;

use pan_eval::world::{FileSource, SourceKind, TemplateSource, World, WorldError};
use pan_eval::{Engine, Limits, Options, Outcome, Profile};

/// The files of a program by their names.
struct Files(BTreeMap<String, String>);

impl World for Files {
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        let found = [("pan", SourceKind::Pan), ("tpl", SourceKind::Tpl)]
            .into_iter()
            .find_map(|(extension, kind)| {
                let location = format!("{name}.{extension}");
                let text = self.0.get(&location)?;
                let mut source = TemplateSource::new(&**text, location);
                source.kind = kind;
                Some(source)
            });
        Ok(found)
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

/// A program: its name, its files and the recorded answer.
fn programs(text: &str) -> Vec<(&str, Files, &str)> {
    text.split("\n=== ")
        .skip(1)
        .map(|block| {
            let (name, rest) = block.split_once('\n').unwrap();
            let (source, answer) = rest.rsplit_once("=> ").unwrap();
            let mut files = BTreeMap::new();
            let mut parts = source.split("--- ");
            let object = parts.next().unwrap();
            files.insert("N/o.pan".to_owned(), format!("object template N/o;\n{object}"));
            for part in parts {
                let (file, text) = part.split_once('\n').unwrap();
                files.insert(format!("N/{file}"), text.to_owned());
            }
            (name, Files(files), answer.trim_end())
        })
        .collect()
}

/// Our answer in the same form.
fn answer(outcome: &Outcome) -> String {
    match (&outcome.profile, outcome.diagnostics.first()) {
        (Some(profile), None) => pan_output::to_json(&profile.root).unwrap(),
        (None, Some(error)) => format!("{} error", error.class),
        (profile, error) => panic!("profile {profile:?} with error {error:?}"),
    }
}

fn check(text: &str) {
    let engine = Engine::new(Limits {
        iterations: 100,
        ..Limits::default()
    });
    let programs = programs(text);
    assert!(programs.len() > 2, "nothing recorded");
    let mut wrong = String::new();
    for (name, files, expected) in programs {
        let answer = answer(&engine.compile(&files, "N/o", &Options::default()));
        if answer.trim_end() != expected {
            wrong.push_str(&format!("=== {name}\n{answer}\nand not\n{expected}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn traps_of_the_language() {
    check(include_str!("../recorded/traps.txt"));
}

#[test]
fn loops() {
    check(include_str!("../recorded/loops.txt"));
}

#[test]
fn what_random_programs_found() {
    check(include_str!("../recorded/found.txt"));
}
