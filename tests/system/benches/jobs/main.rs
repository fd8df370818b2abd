//! What a second broker brings for a long compile:
//! `cargo build --release --workspace --bins && cargo bench -p system-tests --bench jobs`.
//!
//! A release broker with its private, durable database and a private KDC, the example site and `AQ_BENCH_HOSTS` (2,000) more
//! hosts, every broker with one thread that compiles. All objects are compiled by one broker and then by two, in turn; printed
//! are wall times of `aq` and the processor time of the first broker. PostgreSQL shares the machine.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    clippy::print_stdout,
    dead_code,
    missing_docs,
    reason = "a benchmark has no better answer; the installation is that of the other benchmarks, which need more of it"
)]

#[path = "../broker/installation.rs"]
mod installation;
#[path = "../branches/site.rs"]
mod site;

use std::time::Instant;

use installation::Installation;

/// Times that each number of brokers compiles.
const ROUNDS: usize = 3;
const SETTINGS: &str = "compile_threads = 1";

fn main() {
    // Run under `cargo test --benches` it only has to start.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let Some(directory) = std::env::var_os(installation::DIRECTORY) else {
        installation::enter();
        return;
    };
    let hosts: usize = std::env::var("AQ_BENCH_HOSTS").map_or(2000, |text| text.parse().unwrap());
    let installation = Installation::start_with(directory.as_ref(), SETTINGS);
    site::prepare(&installation, directory.as_ref(), hosts);
    compile(&installation, "flush --hosts --machines");
    compile(&installation, "compile --domain prod");
    for round in 1..=ROUNDS {
        let alone = compile(&installation, "compile --domain prod --cleandeps");
        let second = installation.start_another(SETTINGS);
        let together = compile(&installation, "compile --domain prod --cleandeps --debug");
        drop(second);
        println!(
            "round {round}: {hosts} hosts by one broker {:.2} s ({:.2} s CPU), by two {:.2} s ({:.2} s CPU of the first): {:.2} times; {}",
            alone.wall,
            alone.cpu,
            together.wall,
            together.cpu,
            alone.wall / together.wall,
            together.said
        );
    }
    println!("memory of the first broker: {}", installation.memory());
}

struct Figure {
    wall: f64,
    cpu: f64,
    said: String,
}

fn compile(site: &Installation, line: &str) -> Figure {
    let words: Vec<&str> = line.split(' ').collect();
    let (cpu, begin) = (site.processor_time(), Instant::now());
    let output = site.aq(&words).output().unwrap();
    let wall = begin.elapsed().as_secs_f64();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{line}: {said}");
    Figure {
        wall,
        cpu: site.processor_time().saturating_sub(cpu).as_secs_f64(),
        said: said
            .lines()
            .find(|line| line.ends_with("jobs compiled here"))
            .unwrap_or_default()
            .to_owned(),
    }
}
