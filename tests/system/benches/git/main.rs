//! How fast pushes and fetches are: `cargo build --release --workspace --bins && cargo bench -p system-tests --bench git`.
//!
//! A release broker with its private, durable database and a private KDC, and the real `git` with a ticket over TCP. Printed
//! are the wall times of `git push` of commits with 1, 100 and 10,000 new templates (all of them are unpacked, checked, parsed
//! and on disk before it ends), of a clone of the whole, and of a fetch that finds nothing new.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    clippy::print_stdout,
    dead_code,
    missing_docs,
    reason = "a benchmark has no better answer; the installation is that of the other benchmark, which needs more of it"
)]

#[path = "../broker/installation.rs"]
mod installation;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use installation::Installation;

/// Files of a push, and how often it is measured.
const PUSHES: [(usize, usize); 3] = [(1, 9), (100, 9), (10_000, 3)];

fn main() {
    // Run under `cargo test --benches` it only has to start.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let Some(directory) = std::env::var_os(installation::DIRECTORY) else {
        installation::enter();
        return;
    };
    let directory = Path::new(&directory);
    let site = Installation::start(directory);
    for words in [
        "add_user --username admin --autouid --gid 1000 --full_name Admin --home_directory /root",
        "add_sandbox --sandbox bench --noget",
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        assert!(site.aq(&words).output().unwrap().status.success());
    }
    let url = format!("http://localhost:{}/git/template-king", site.client().port);
    let clone = directory.join("clone");
    git(directory, &["clone", "-q", "-b", "bench", &url, "clone"]);
    println!("files  rounds      p50      max");
    for (files, rounds) in PUSHES {
        let mut times: Vec<Duration> = (0..rounds)
            .map(|round| {
                for number in 0..files {
                    write(&clone, files, round, number);
                }
                git(&clone, &["add", "-A"]);
                git(&clone, &["commit", "-q", "-m", "change"]);
                timed(|| git(&clone, &["push", "-q", "origin", "bench"]))
            })
            .collect();
        times.sort();
        println!(
            "{files:6} {rounds:6} {:>8.1?} {:>8.1?}",
            times[times.len() / 2],
            times[times.len() - 1]
        );
    }
    let cloned = timed(|| git(directory, &["clone", "-q", "--bare", &url, "again"]));
    println!(
        "clone of {} files: {cloned:.1?}",
        git(&clone, &["ls-files"]).lines().count()
    );
    let fetched = timed(|| git(&clone, &["fetch", "-q", "origin"]));
    println!("fetch of nothing new: {fetched:.1?}");
    println!("broker memory: {}", site.memory());
}

/// A template of the length that they have on average.
fn write(clone: &Path, files: usize, round: usize, number: usize) {
    let name = format!("push{files}/round{round}/d{}/t{number}", number % 100);
    let mut text = format!("template {name};\n\n");
    for line in 0..20 {
        text.push_str(&format!(
            "'/software/components/c{number}/setting{line}' = {};\n",
            number * line + round
        ));
    }
    let path = clone.join(format!("{name}.pan"));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let begin = Instant::now();
    work();
    begin.elapsed()
}

fn git(directory: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args([
            "-c",
            "http.emptyAuth=true",
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@EXAMPLE.COM",
        ])
        .args(arguments)
        .current_dir(directory)
        .env("HOME", directory)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}
