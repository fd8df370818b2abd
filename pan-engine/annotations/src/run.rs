//! Annotation files of many templates.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use pan_diagnostics::{Diagnostic, Location, Source, Span, codes, render};
use pan_eval::{Engine, Options, SourceKind, TemplateSource, with_large_stack};
use pan_options::Summary;

use crate::document::document;
use crate::options::Settings;

/// What became of one template.
struct Done {
    /// Errors.
    diagnostics: Vec<Diagnostic>,
    /// Is it correct?
    correct: bool,
    /// Was everything written that was to be?
    written: bool,
}

/// Writes the files; everything that there is to print.
pub fn run(settings: &Settings) -> String {
    let started = Instant::now();
    let mut files: Vec<&String> = settings.files.iter().collect();
    files.sort_unstable();
    files.dedup();
    let mut out = String::new();
    if settings.verbosity > 0 {
        out.push_str(&format!(
            "Templates to process:  [{}]\n",
            settings.files.join(" ")
        ));
        let (base, output) = (settings.base.display(), settings.output.display());
        out.push_str(&format!("base-dir={base}\toutput-dir={output}\n"));
    }
    if settings.verbosity > 1 {
        out.push_str(&format!(
            "compiler-options:\nannotation source base directory: {}\nannotation output base directory: {}\n",
            settings.base.display(),
            settings.output.display()
        ));
    }
    let done = all(settings, &files);
    let mut errors = 0_u64;
    for diagnostic in done.iter().flat_map(|done| &done.diagnostics) {
        errors += 1;
        out.push_str(&format!("{}\n\n", render::human(diagnostic, false)));
    }
    if !settings.quiet {
        let correct = done.iter().filter(|done| done.correct).count();
        let written = done.iter().filter(|done| done.correct && done.written).count();
        let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let (all, correct, written) = (number(done.len()), number(correct), number(written));
        let summary = Summary {
            templates: all,
            compiled: (correct, all),
            annotations: (written, correct),
            errors,
            time: started.elapsed(),
            ..Summary::default()
        };
        out.push_str(&format!("{summary}\n"));
    }
    out
}

/// All templates, on all cores, in their order.
fn all(settings: &Settings, files: &[&String]) -> Vec<Done> {
    let engine = Engine::default();
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Done)>> = Mutex::default();
    let work = || {
        while let Some((index, file)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            files.get(index).map(|file| (index, file))
        } {
            let done = one(&engine, settings, file);
            let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
            results.push((index, done));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 1..threads.min(files.len()) {
            // With fewer threads it only takes longer.
            let _ = std::thread::Builder::new().spawn_scoped(scope, || with_large_stack(work));
        }
        let _ = with_large_stack(work);
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, done)| done).collect()
}

fn one(engine: &Engine, settings: &Settings, file: &str) -> Done {
    let path = settings.base.join(file);
    let place = path.to_string_lossy().into_owned();
    let refused = |diagnostics| Done {
        diagnostics,
        correct: false,
        written: false,
    };
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => return refused(vec![system(&place, codes::system::SOURCES, &error.to_string())]),
    };
    let (kind, suffix) = match place.ends_with(".tpl") {
        true => (SourceKind::Tpl, ".tpl"),
        false => (SourceKind::Pan, ".pan"),
    };
    let source = TemplateSource {
        kind,
        ..TemplateSource::new(text, place.as_str())
    };
    let checked = engine.check(&source, &Options::default());
    let Some(name) = checked.name.filter(|_| checked.diagnostics.is_empty()) else {
        return refused(checked.diagnostics);
    };
    if pan_output::root_directory(&plain(&path), &name, suffix).is_none() {
        let message = format!("the template is named '{name}', but its file is {place}");
        let misnamed = Diagnostic::error(codes::syntax::MISNAMED_TEMPLATE, message);
        return refused(vec![match checked.name_location {
            Some(location) => misnamed.at(location),
            None => misnamed,
        }]);
    }
    let written = write(settings, &path, &place, &name, &source);
    Done {
        written: written.is_ok(),
        correct: true,
        diagnostics: written.err().map(|error| *error).into_iter().collect(),
    }
}

/// Writes the file of a correct template. One outside of the base directory has none.
fn write(
    settings: &Settings,
    path: &Path,
    place: &str,
    name: &str,
    source: &TemplateSource,
) -> Result<(), Box<Diagnostic>> {
    let base = plain(&settings.base);
    let full = plain(path);
    let relative = match full.strip_prefix(&base).and_then(|rest| rest.strip_prefix('/')) {
        Some(relative) => relative,
        None => return Ok(()),
    };
    let parse = pan_syntax::parse(&source.text);
    let text = Source::new(name, place, Arc::clone(&source.text));
    let Some(document) = document(&text, parse.file()) else {
        return Ok(());
    };
    // The reference takes the path from a URI.
    let relative = pan_output::directory_uri(relative);
    let relative = relative.trim_start_matches("file:").trim_end_matches('/');
    let target = settings.output.join(format!("{relative}.annotation.xml"));
    put(&target, document.as_bytes()).map_err(|error| {
        let message = format!("cannot write {}: {error}", target.display());
        Box::new(system(place, codes::system::OUTPUT, &message))
    })
}

/// Nobody ever sees half of a file: it is written under another name first.
fn put(target: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let temporary = target.with_file_name(format!(".{name}.{}", std::process::id()));
    let written = fs::write(&temporary, content).and_then(|()| fs::rename(&temporary, target));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// The path without `.`, repeated slashes, and parts that `..` takes back.
fn plain(path: &Path) -> String {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain.to_string_lossy().into_owned()
}

fn system(place: &str, code: pan_diagnostics::Code, message: &str) -> Diagnostic {
    let location = Location::new(&Source::new(place, place, ""), Span::at(0));
    Diagnostic::error(code, message).at(location)
}
