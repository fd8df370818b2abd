//! How fast machines are told: `cargo build --release --workspace --bins && cargo bench --workspace --bench notify`.
//!
//! A release broker with its private, durable database, and `AQ_BENCH_HOSTS` (20,000) machines with a new profile, whose packets
//! go to a socket of this program. Printed are the time from the first packet to the last at two rates, and how long it takes to
//! render the index of that many profiles.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    clippy::print_stdout,
    dead_code,
    missing_docs,
    reason = "a benchmark has no better answer; the installation is shared with other benchmarks, which need more of it"
)]

#[path = "../broker/installation.rs"]
mod installation;

use std::fs;
use std::net::UdpSocket;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use installation::Installation;

/// Packets in a second that the broker may send.
const RATES: [u32; 2] = [1000, 10_000];

fn main() {
    // Run under `cargo test --benches` it only has to start.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let Some(directory) = std::env::var_os(installation::DIRECTORY) else {
        installation::enter();
        return;
    };
    let machines: usize = std::env::var("AQ_BENCH_HOSTS").map_or(20_000, |count| count.parse().unwrap());
    for rate in RATES {
        let directory = Path::new(&directory).join(rate.to_string());
        fs::create_dir(&directory).unwrap();
        measure(&directory, machines, rate);
    }
}

fn measure(directory: &Path, machines: usize, rate: u32) {
    let sink = UdpSocket::bind("127.0.0.1:0").unwrap();
    sink.set_read_timeout(Some(Duration::from_secs(7))).unwrap();
    let settings = format!(
        "[client_notifications]\nenabled = true\nport = {}\nrate = {rate}\ndestination = \"127.0.0.1\"",
        sink.local_addr().unwrap().port()
    );
    let site = Installation::start_with(directory, &settings);
    site.build(0);
    let mut buffer = [0; 512];
    // What the site itself has changed.
    while sink.recv(&mut buffer).is_ok() {}
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/notify/machines.sql");
    sql(&site, &["-v", &format!("count={machines}"), "-f", file]);
    sql(
        &site,
        &[
            "-c",
            "insert into client_notification (object) select name || '.example.org' from fqdn where name ~ '^many'",
        ],
    );
    let mut times = Vec::with_capacity(machines);
    while times.len() < machines && sink.recv(&mut buffer).is_ok() {
        times.push(Instant::now());
    }
    let took = times
        .last()
        .map_or(Duration::ZERO, |last| last.duration_since(times[0]));
    println!(
        "{} of {machines} packets at a rate of {rate}: {took:.1?}",
        times.len()
    );
    let begun = Instant::now();
    let url = format!(
        "http://localhost:{}/profiles/profiles-info.xml",
        site.client().port
    );
    let index = Command::new("curl").args(["-sS", &url]).output().unwrap().stdout;
    println!(
        "index of {} bytes over HTTP: {:.1?}",
        index.len(),
        begun.elapsed()
    );
}

fn sql(site: &Installation, arguments: &[&str]) {
    let status = Command::new("psql")
        .args([&site.database(), "-q", "-v", "ON_ERROR_STOP=1"])
        .args(arguments)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}
