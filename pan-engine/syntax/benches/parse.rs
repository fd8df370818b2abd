//! How many bytes of source text are lexed and parsed per second of CPU time, on one core.
//!
//! `cargo bench -p pan-syntax`; `PAN_TEMPLATES` names directories with templates (separated by `:`), without it those of this
//! repository are taken.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark may end with a panic, and reports by printing"
)]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use pan_syntax::lexer::{Quoting, lex};
use pan_syntax::parse;

/// What is measured for at least this long, and the best round counts: others may use the machine.
const ENOUGH: Duration = Duration::from_secs(2);

fn main() {
    let folders = std::env::var("PAN_TEMPLATES")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../..").to_owned());
    let mut files = Vec::new();
    for folder in folders.split(':') {
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    let texts: Vec<Arc<str>> = files.iter().filter_map(|file| read(file)).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    println!("{} templates, {bytes} bytes", texts.len());
    report("lexing", bytes, || {
        texts
            .iter()
            .map(|text| lex(text, Quoting::Longest).tokens.len())
            .sum()
    });
    report("lexing and parsing", bytes, || {
        texts.iter().map(|text| parse(text).tree.tokens().count()).sum()
    });
}

fn report(what: &str, bytes: usize, work: impl Fn() -> usize) {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    let mut tokens = 0;
    while best == Duration::MAX || begin.elapsed() < ENOUGH {
        let start = taken();
        tokens = std::hint::black_box(work());
        best = best.min(taken() - start);
    }
    let rate = bytes as f64 / best.as_secs_f64() / 1e6;
    println!("{what:<20} {rate:>7.1} MB/s  ({tokens} tokens)");
}

/// CPU time of this thread: the kernel counts it in nanoseconds.
fn taken() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let first = text.split_whitespace().next().unwrap();
    Duration::from_nanos(first.parse().unwrap())
}

fn read(file: &Path) -> Option<Arc<str>> {
    Some(String::from_utf8_lossy(&fs::read(file).ok()?).into())
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
