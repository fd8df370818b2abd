//! How fast the broker answers: `cargo build --release --workspace --bins && cargo bench -p system-tests --bench broker`.
//!
//! A release broker with its private, durable database and a private KDC serves the example site and 32 more hosts; clients
//! authenticate with Kerberos over TCP, as `aq` does. Printed are the wall time of `aq ping` as a process, the median and
//! 95th percentile of three commands at 1 and at 16 clients, their SQL statements, and the broker's memory.
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

mod installation;
mod load;

use std::time::Duration;

use installation::Installation;

/// Clients at once.
const CLIENTS: [usize; 2] = [1, 16];
/// Hosts beside those of the example site: a host for each of the 16 clients.
const HOSTS: usize = 16;

fn main() {
    // Run under `cargo test --benches` it only has to start.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let Some(directory) = std::env::var_os(installation::DIRECTORY) else {
        installation::enter();
        return;
    };
    let site = Installation::start(directory.as_ref());
    site.build(HOSTS);

    let ping = load::processes(50, || site.aq(&["ping"]));
    println!("aq ping, a process each: {}", summary(ping));
    let start = load::processes(50, || site.aq(&["--version"]));
    println!("aq --version, a process each: {}", summary(start));
    println!("command       clients  requests        p50        p95   per second");
    for clients in CLIENTS {
        let rounds = if clients == 1 { 100 } else { 20 };
        for command in load::COMMANDS {
            let before = std::time::Instant::now();
            let times = load::run(&site, command, clients, rounds);
            let rate = times.len() as f64 / before.elapsed().as_secs_f64();
            println!(
                "{command:13} {clients:7} {:9} {:>10.1?} {:>10.1?} {rate:12.0}",
                times.len(),
                percentile(&times, 50),
                percentile(&times, 95)
            );
        }
    }
    // The broker's own business (progress, outbox) goes on without commands too.
    let idle = site.statements(|| std::thread::sleep(Duration::from_secs(1)));
    println!("SQL statements of a broker that has nothing to do: {idle} per 1.5 s");
    for command in load::COMMANDS {
        let count = site.statements(|| {
            let _times = load::run(&site, command, 1, 10);
        });
        println!("SQL statements of {command}: {} per command", count / 10);
    }
    println!("broker memory: {}", site.memory());
}

fn summary(times: Vec<Duration>) -> String {
    format!(
        "p50 {:.1?}, p95 {:.1?}",
        percentile(&times, 50),
        percentile(&times, 95)
    )
}

/// The nearest-rank percentile of sorted times.
fn percentile(times: &[Duration], percent: usize) -> Duration {
    times[(times.len() * percent).div_ceil(100).max(1) - 1]
}
