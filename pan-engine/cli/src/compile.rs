//! A run of the compiler: check the templates given, compile the objects among them, write the results.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use pan_diagnostics::Diagnostic;
use pan_eval::ir::TemplateKind;
use pan_eval::{Engine, Options, Outcome, Reads, TemplateRead};
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
        engine: Engine::new(settings.limits.clone()),
        world: Directories::new(&settings.include_path),
        report: Report::new(settings.messages),
        writer: Writer::new(
            &settings.output_dir,
            &settings.formats,
            settings.limits.output,
            &statistics,
        ),
        statistics: &statistics,
        asked_for: Mutex::default(),
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
        run.report.line(&statistics.text());
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
    /// Templates that were asked for with `exists` or `if_exists`, by name; `None` for what was looked at, and for objects
    /// that were compiled.
    asked_for: Mutex<BTreeMap<Arc<str>, Option<TemplateRead>>>,
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
        self.compile_batch(&objects, &numbers);
        loop {
            let more = self.objects_asked_for();
            let more: Vec<&str> = more.iter().map(|name| &**name).collect();
            if more.is_empty() {
                break;
            }
            self.compile_batch(&more, &numbers);
        }
        for (object, diagnostics) in self.writer.finish() {
            self.count(&diagnostics);
            let said = Said {
                messages: Vec::new(),
                diagnostics,
            };
            self.report.say_other(&object, said);
        }
    }

    fn compile_batch(&self, objects: &[&str], numbers: &FxHashMap<&str, usize>) {
        let threads = self.settings.threads;
        let deliver = |object: &str, outcome: Outcome| {
            let said = self.deliver(object, outcome);
            match numbers.get(object) {
                Some(number) => self.report.say(*number, said),
                None => self.report.say_other(object, said),
            }
        };
        self.engine
            .compile_many(&self.world, objects, &self.options, threads, &deliver);
    }

    /// Object templates somebody asked for without using them, each once. The reference compiles them too: asking for a
    /// template compiles it, and an object template that is compiled is built.
    fn objects_asked_for(&self) -> Vec<Arc<str>> {
        let mut asked_for = self.asked_for.lock().unwrap_or_else(PoisonError::into_inner);
        let mut objects = Vec::new();
        for (name, read) in asked_for.iter_mut() {
            if let Some(read) = read.take()
                && let Ok(Some(source)) = self.world.source(&read.location, read.kind)
                && self.engine.check(&source, &self.options).kind == Some(TemplateKind::Object)
            {
                objects.push(Arc::clone(name));
            }
        }
        objects
    }

    fn note_asked_for(&self, object: &str, reads: &Reads) {
        let mut asked_for = self.asked_for.lock().unwrap_or_else(PoisonError::into_inner);
        asked_for.insert(Arc::from(object), None);
        for read in reads.templates.values().filter(|read| !read.used) {
            let entry = asked_for.entry(Arc::clone(&read.name));
            entry.or_insert_with(|| Some(read.clone()));
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
        self.note_asked_for(object, &reads);
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
