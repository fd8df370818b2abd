//! A run of the compiler: check the templates given, compile the objects among them, write the results.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use pan_diagnostics::Diagnostic;
use pan_eval::{Engine, Options, Outcome};
use rustc_hash::FxHashMap;

use crate::check;
use crate::options::Settings;
use crate::report::{Report, Said};
use crate::setup;
use crate::statistics::Statistics;
use crate::world::Directories;
use crate::writer::Writer;

/// Runs the compiler; `false` if there were errors.
///
/// # Errors
/// The settings cannot be used.
pub fn run(settings: &Settings) -> Result<bool, String> {
    let statistics = Statistics::default();
    let run = Run {
        settings,
        options: setup::options(settings)?,
        engine: Engine::new(setup::limits(settings)),
        world: Directories::new(&settings.include_path),
        report: Report::new(settings.messages),
        writer: Writer::new(&settings.output_dir, &settings.formats, &statistics),
        statistics: &statistics,
    };
    let files: Vec<&PathBuf> = settings
        .files
        .iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    Statistics::add(&statistics.templates, files.len());
    let objects = run.check(&files);
    if !settings.formats.is_empty() {
        run.compile(files.len(), &objects);
    }
    run.report.finish();
    if settings.verbose {
        println!("{}", statistics.text());
    }
    Ok(statistics.errors.load(Ordering::Relaxed) == 0)
}

/// Everything a run needs, shared by its threads.
struct Run<'s> {
    settings: &'s Settings,
    options: Options,
    engine: Engine,
    world: Directories,
    report: Report,
    writer: Writer<'s>,
    statistics: &'s Statistics,
}

impl Run<'_> {
    /// Checks all templates; the names of the objects among them.
    fn check(&self, files: &[&PathBuf]) -> Vec<String> {
        let threads = self.settings.threads.get();
        let checked = check::all(&self.engine, &self.world, &self.options, files, threads);
        let mut objects = Vec::new();
        for (number, checked) in checked.into_iter().enumerate() {
            self.count(&checked.diagnostics);
            let said = Said {
                messages: Vec::new(),
                diagnostics: checked.diagnostics,
            };
            self.report.say(number, said);
            objects.extend(checked.object);
        }
        objects
    }

    /// Compiles the objects given and those they refer to. Reports about them are numbered from `first`.
    fn compile(&self, first: usize, given: &[String]) {
        let mut objects: Vec<&str> = Vec::new();
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        for name in given {
            if !numbers.contains_key(name.as_str()) {
                numbers.insert(name, first + objects.len());
                objects.push(name);
            }
        }
        let threads = self.settings.threads;
        let deliver = |object: &str, outcome: Outcome| {
            let said = self.deliver(object, outcome);
            match numbers.get(object) {
                Some(number) => self.report.say(*number, said),
                None => self.report.say_other(object, said),
            }
        };
        self.engine
            .compile_many(&self.world, &objects, &self.options, threads, &deliver);
        for (object, diagnostics) in self.writer.finish() {
            self.count(&diagnostics);
            let said = Said {
                messages: Vec::new(),
                diagnostics,
            };
            self.report.say_other(&object, said);
        }
    }

    /// Writes the results of an object; what there is to say about it.
    fn deliver(&self, object: &str, outcome: Outcome) -> Said {
        let Outcome {
            profile,
            mut diagnostics,
            messages,
            reads,
        } = outcome;
        Statistics::add(&self.statistics.objects, 1);
        Statistics::add(&self.statistics.compiled, usize::from(profile.is_some()));
        diagnostics.extend(self.writer.object(object, profile.as_ref(), &reads));
        self.count(&diagnostics);
        Said {
            messages,
            diagnostics,
        }
    }

    fn count(&self, diagnostics: &[Diagnostic]) {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
        Statistics::add(&self.statistics.errors, errors.count());
    }
}
