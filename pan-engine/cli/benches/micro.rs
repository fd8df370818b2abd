//! The micro benchmarks of the reference, made anew: files with 20,000 statements of one kind.
//!
//! `cargo bench -p panc --bench micro`; `PANC_REFERENCE` names a compiler with the same command line to compare with. CPU seconds
//! of each are printed, and how many times less this compiler takes.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark may end with a panic, and reports by printing"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Statements of a file.
const STATEMENTS: usize = 20_000;
/// Elements that loops go over.
const ELEMENTS: usize = 5_000;
/// Files of each kind.
const FILES: usize = 10;

/// A benchmark: its name, what stands before the statements, the statement, and how often it is there.
type Kind = (&'static str, &'static str, &'static str, usize);

const KINDS: [Kind; 10] = [
    ("assign", "", "'/result' = 1;\n", STATEMENTS),
    ("assign-cond", "", "'/result' ?= 1;\n", STATEMENTS),
    ("delete", "", "'/result' = null;\n", STATEMENTS),
    ("func-0arg", "function f = 1;\n", "'/result' = f();\n", STATEMENTS),
    (
        "func-1arg",
        "function f = 2 * ARGV[0];\n",
        "'/result' = f(1);\n",
        STATEMENTS,
    ),
    ("include", "", "include 'single';\n", STATEMENTS),
    (
        "include-cond",
        "variable X = 'single';\n",
        "include { X };\n",
        STATEMENTS,
    ),
    (
        "iteration-firstnext",
        "include 'elements';\n",
        "'/sum' = { t = value('/resource'); n = 0; ok = first(t, k, v); while (ok) { n = n + v; ok = next(t, k, v) }; n };\n",
        20,
    ),
    (
        "iteration-foreach",
        "include 'elements';\n",
        "'/sum' = { n = 0; foreach (k; v; value('/resource')) n = n + v; n };\n",
        20,
    ),
    (
        "var-self-ref",
        "variable L = list();\n",
        "variable L = { SELF[length(SELF)] = 'x'; SELF };\n",
        1_000,
    ),
];

fn main() {
    let reference = std::env::var("PANC_REFERENCE").ok();
    println!("{:<22} {:>7} {:>10} {:>7}", "CPU s", "panc", "reference", "times");
    for kind in KINDS {
        let dir = tempfile::tempdir().unwrap();
        let files = generate(dir.path(), kind);
        let ours = run(env!("CARGO_BIN_EXE_panc"), dir.path(), &files);
        print!("{:<22} {:>7.2}", kind.0, ours.as_secs_f64());
        match &reference {
            Some(reference) => {
                let theirs = run(reference, dir.path(), &files);
                let times = theirs.as_secs_f64() / ours.as_secs_f64().max(0.01);
                println!(" {:>10.2} {times:>7.1}", theirs.as_secs_f64());
            }
            None => println!(),
        }
    }
}

/// CPU time for compiling the files.
fn run(program: &str, dir: &Path, files: &[String]) -> Duration {
    let out = dir.join("out");
    let _ = fs::remove_dir_all(&out);
    fs::create_dir(&out).unwrap();
    let before = children();
    let status = Command::new(program)
        .current_dir(dir)
        .args(["--max-iteration", "1000000", "--formats", "pan"])
        .args(["--include-path", dir.to_str().unwrap()])
        .args(["--output-dir", out.to_str().unwrap()])
        .args(files)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{program} refuses {files:?}");
    let taken = children() - before;
    assert_eq!(fs::read_dir(&out).unwrap().count(), files.len());
    taken
}

/// CPU time of the processes that were waited for: user and system time in hundredths of a second.
fn children() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let ticks: u64 = fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .map(|field| field.parse::<u64>().unwrap())
        .sum();
    Duration::from_millis(ticks * 10)
}

/// Writes the templates; the files of the objects.
fn generate(dir: &Path, (name, start, statement, times): Kind) -> Vec<String> {
    let write = |name: &str, text: &str| fs::write(dir.join(format!("{name}.pan")), text).unwrap();
    write("single", "template single;\n'/result' = null;\n");
    let elements: Vec<String> = (0..ELEMENTS)
        .map(|element| format!("'/resource/x{element}' = {element};\n"))
        .collect();
    write("elements", &format!("template elements;\n{}", elements.concat()));
    let object = |number: usize| {
        let object = format!("{name}-{number}");
        let end = "'/done' = true;\n";
        write(
            &object,
            &format!(
                "object template {object};\n{start}{}{end}",
                statement.repeat(times)
            ),
        );
        format!("{object}.pan")
    };
    (0..FILES).map(object).collect()
}
