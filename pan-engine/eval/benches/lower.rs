//! How many bytes of source text become compiled templates per second of CPU time, on one core: lexing, parsing and lowering.
//!
//! `cargo bench -p pan-eval --bench lower`; `PAN_TEMPLATES` names directories with templates (separated by `:`), without it those
//! of this repository are taken. `cargo bench -p pan-syntax` measures the first two by themselves.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark may end with a panic, and reports by printing"
)]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pan_eval::timing::{self, Phase};
use pan_eval::{Engine, Options, TemplateSource, with_large_stack};

/// What is measured for at least this long, and the best round counts: others may use the machine.
const ENOUGH: Duration = Duration::from_secs(2);

/// One time through all templates.
struct Round {
    taken: Duration,
    /// Parts of the time of a clock on the wall.
    parsing: Duration,
    lowering: Duration,
    correct: usize,
}

fn main() {
    let folders = std::env::var("PAN_TEMPLATES")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../..").to_owned());
    let mut files = Vec::new();
    for folder in folders.split(':') {
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    let sources: Vec<TemplateSource> = files.iter().filter_map(|file| read(file)).collect();
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    println!("{} templates, {bytes} bytes", sources.len());
    let begin = Instant::now();
    let mut best = round(&sources);
    while begin.elapsed() < ENOUGH {
        let next = round(&sources);
        if next.taken < best.taken {
            best = next;
        }
    }
    let rate = |time: Duration| bytes as f64 / time.as_secs_f64() / 1e6;
    println!(
        "compiling            {:>7.1} MB/s  ({} templates are correct)",
        rate(best.taken),
        best.correct
    );
    println!("  of that parsing    {:>7.1} MB/s", rate(best.parsing));
    println!("  of that lowering   {:>7.1} MB/s", rate(best.lowering));
}

/// Compiles all templates with a new engine, which knows none of them.
fn round(sources: &[TemplateSource]) -> Round {
    with_large_stack(|| {
        let engine = Engine::default();
        let options = Options::default();
        timing::start();
        let start = taken();
        let correct = sources
            .iter()
            .filter(|source| engine.check(source, &options).diagnostics.is_empty())
            .count();
        let taken = taken() - start;
        let timings = timing::stop();
        Round {
            taken,
            parsing: timings.phase(Phase::Parse),
            lowering: timings.phase(Phase::Lower),
            correct,
        }
    })
    .unwrap()
}

/// CPU time of this thread: the kernel counts it in nanoseconds.
fn taken() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let first = text.split_whitespace().next().unwrap();
    Duration::from_nanos(first.parse().unwrap())
}

fn read(file: &Path) -> Option<TemplateSource> {
    let bytes = fs::read(file).ok()?;
    Some(TemplateSource::new(
        String::from_utf8_lossy(&bytes),
        file.to_string_lossy(),
    ))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            if entry.file_name() != "target" {
                collect(&path, files);
            }
        } else if matches!(path.extension().and_then(OsStr::to_str), Some("pan" | "tpl")) {
            files.push(path);
        }
    }
}
