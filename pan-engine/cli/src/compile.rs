//! A run of the compiler: check the templates given, compile the objects among them, write the results.

use std::io::Write as _;
use std::mem::ManuallyDrop;
use std::sync::atomic::Ordering;

use pan_diagnostics::Diagnostic;
use pan_eval::ir::TemplateKind;
use pan_eval::timing;
use pan_eval::{Engine, Options, Outcome};
use pan_options::Texts;

use crate::asked_for::AskedFor;
use crate::check;
use crate::given::Given;
use crate::options::{Settings, UpToDate};
use crate::progress::Progress;
use crate::report::{Report, Said};
use crate::setup;
use crate::statistics::Statistics;
use crate::timings;
use crate::uptodate::{self, Rule, Template};
use crate::world::Directories;
use crate::writer::Writer;

/// Runs the compiler on these template files; `false` if there were errors.
///
/// # Errors
/// The settings cannot be used.
pub fn run(settings: &Settings, files: Texts) -> Result<bool, String> {
    let statistics = Statistics::default();
    if settings.timings.is_some() {
        timing::start();
    }
    // The process ends when the run is over: to take all of it apart would only take time.
    let run = ManuallyDrop::new(Run {
        settings,
        options: setup::options(settings)?,
        engine: Engine::new(settings.limits.clone()),
        world: Directories::new(&settings.include_path),
        report: Report::new(settings.messages, settings.color),
        writer: Writer::new(
            &settings.output_dir,
            &settings.formats,
            settings.limits.output,
            &statistics,
        ),
        statistics: &statistics,
        progress: Progress::new(&statistics, settings.progress),
        asked_for: AskedFor::default(),
    });
    let mut files = files.sorted();
    let wanted = settings
        .up_to_date
        .as_ref()
        .filter(|_| !settings.formats.is_empty());
    let rule = wanted.map(|wanted| run.rule(wanted)).transpose()?;
    if let (Some(wanted), Some(rule)) = (wanted, &rule) {
        files = run.outdated(rule, wanted.reasons, &files);
    }
    let count = files.len();
    Statistics::add(&statistics.templates, count);
    let objects = run.check(&files);
    if rule.is_none() {
        // Their names may take more than all else that is left of an object.
        files = Texts::default();
    }
    if !settings.formats.is_empty() {
        run.progress
            .during(objects.len(), || run.compile(count, &objects));
    }
    if let Some(rule) = rule.filter(|_| count > 0) {
        run.note(&rule, &files);
    }
    run.report.finish();
    if settings.timings.is_some() {
        timings::write(settings, &timing::stop(), &statistics)?;
    }
    let (all, correct) = run.engine.lowered_count();
    Statistics::add(&statistics.started_compilations, all);
    Statistics::add(&statistics.compiled, correct);
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
    progress: Progress<'s>,
    asked_for: AskedFor,
}

impl Run<'_> {
    /// What makes an object up to date.
    fn rule(&self, wanted: &UpToDate) -> Result<Rule<'_>, String> {
        Ok(Rule {
            include_path: &self.settings.include_path,
            directory: &self.settings.output_dir,
            formats: &self.settings.formats,
            ignored: wanted.ignored.as_deref().map(setup::name_pattern).transpose()?,
            index: wanted.index.then_some(uptodate::WINDOW),
            threads: self.settings.threads,
        })
    }

    /// The files that have to be compiled.
    fn outdated(&self, rule: &Rule<'_>, tell: bool, files: &Texts) -> Texts {
        let places: Vec<String> = files.iter().map(check::place).collect();
        let names: Vec<&str> = places.iter().map(String::as_str).collect();
        let reasons = rule.check(&names, &|place| self.template(place));
        let mut outdated = Texts::default();
        for (file, reason) in files.iter().zip(reasons) {
            let Some(reason) = reason else { continue };
            outdated.push(file);
            if tell {
                // Nobody listens: nothing can be done about it.
                let _ = writeln!(std::io::stderr(), "{file}: out of date: {reason}");
            }
        }
        if self.settings.verbose {
            let text = format!("{}/{} template(s) being processed", outdated.len(), files.len());
            self.report.line(&text);
        }
        outdated
    }

    /// Puts what was compiled into the index, so that the next run need not read it.
    fn note(&self, rule: &Rule<'_>, files: &Texts) {
        let places: Vec<String> = files.iter().map(check::place).collect();
        let names: Vec<&str> = places.iter().map(String::as_str).collect();
        rule.note(&names, &|place| self.template(place));
    }

    /// What is in a file.
    fn template(&self, place: &str) -> Template {
        let checked = check::one(&self.engine, &self.world, &self.options, place);
        match checked.object {
            _ if !checked.diagnostics.is_empty() => Template::Incorrect,
            Some(name) => Template::Object(name.into()),
            None => Template::Other,
        }
    }

    /// Checks all templates; the names of the objects among them.
    fn check(&self, files: &Texts) -> Texts {
        let threads = self.settings.threads.get();
        let mut checked = check::all(&self.engine, &self.world, &self.options, files, threads);
        for number in 0..files.len() {
            let diagnostics = checked.diagnostics.remove(&number).unwrap_or_default();
            self.count(&diagnostics);
            let said = Said {
                messages: Vec::new(),
                diagnostics,
            };
            self.report.say(number, said);
        }
        checked.objects
    }

    /// Compiles the objects given and those they refer to. Reports about them are numbered from `first`.
    fn compile(&self, first: usize, given: &Texts) {
        let given = Given::new(first, given.iter().collect());
        self.compile_batch(&given.objects, &given);
        loop {
            // The reference compiles object templates that were asked for, too: asking for a template compiles it, and an
            // object template that is compiled is built.
            let more = self.asked_for.objects(|read| {
                if given.number(&read.name).is_some() {
                    return false;
                }
                let Ok(Some(source)) = self.world.source(&read.location, read.kind) else {
                    return false;
                };
                self.engine.check(&source, &self.options).kind == Some(TemplateKind::Object)
            });
            let more: Vec<&str> = more.iter().map(|name| &**name).collect();
            if more.is_empty() {
                break;
            }
            self.compile_batch(&more, &given);
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

    fn compile_batch(&self, objects: &[&str], given: &Given<'_>) {
        let threads = self.settings.threads;
        let deliver = |object: &str, outcome: Outcome| {
            let number = given.number(object);
            let said = self.deliver(object, number.is_none(), outcome);
            if !said.messages.is_empty() || !said.diagnostics.is_empty() {
                self.progress.clear();
            }
            match number {
                Some(number) => self.report.say(number, said),
                None => self.report.say_other(object, said),
            }
        };
        self.engine
            .compile_many(&self.world, objects, &self.options, threads, &deliver);
    }

    /// Writes the results of an object; what there is to say about it. `other`: it was not given.
    fn deliver(&self, object: &str, other: bool, outcome: Outcome) -> Said {
        let Outcome {
            profile,
            mut diagnostics,
            messages,
            reads,
        } = outcome;
        self.asked_for
            .note(other.then_some(object), &reads, profile.is_none());
        Statistics::add(&self.statistics.objects, 1);
        Statistics::add(&self.statistics.failed, usize::from(profile.is_none()));
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
