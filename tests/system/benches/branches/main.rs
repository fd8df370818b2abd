//! How long changes of branches take at a large site:
//! `cargo build --release --workspace --bins && cargo bench -p system-tests --bench branches`.
//!
//! A release broker with its private, durable database and a private KDC, the example site and `AQ_BENCH_HOSTS` (20,000)
//! more hosts in one domain. Their rows are made by SQL, their generated templates and profiles by commands. Printed are wall
//! times of `aq` as a process, what it says last, and the processor time that the broker took (PostgreSQL is not in it).
//! With `AQ_BENCH_STATEMENTS=1` the statements that took most time follow each figure; writing them all down takes time, too.
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
mod site;
mod statements;

use std::time::{Duration, Instant};

use installation::Installation;
use site::Clone;

/// Hosts that are moved at once.
const MOVED: usize = 100;

fn main() {
    // Run under `cargo test --benches` it only has to start.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let Some(directory) = std::env::var_os(installation::DIRECTORY) else {
        installation::enter();
        return;
    };
    let hosts: usize = std::env::var("AQ_BENCH_HOSTS").map_or(20_000, |text| text.parse().unwrap());
    let site = Installation::start(directory.as_ref());
    let bench = Bench { site };
    site::prepare(&bench.site, directory.as_ref(), hosts);

    println!(
        "{:50} {:>10} {:>12}  said",
        format!("{hosts} hosts"),
        "wall",
        "broker CPU"
    );
    bench.figure("generated templates: flush", "flush --hosts --machines");
    bench.figure("first compile of all", "compile --domain prod");
    bench.figure("compile with nothing to do", "compile --domain prod");
    let path = format!("{}/command/compile", bench.url());
    bench.row("the same by curl", || {
        let mut command = std::process::Command::new("curl");
        command.args(["-sS", "-f", "--negotiate", "-u", ":", "-d", "domain=prod", &path]);
        run(command)
    });

    // What belongs to one object, and what belongs to a quarter of them.
    let base = Clone::make(&bench.site, directory.as_ref(), "changes");
    for (name, objects) in [("solo", 1), ("quarter", hosts / 4)] {
        base.branch(&bench.site, name);
        base.publish(
            name,
            &format!("'/system/filesystems/{{/{name}}}' = dict('disk', 'sda', 'size', 3 * GB);\n"),
        );
        let source = format!("--source {name} --target prod");
        bench.figure(
            &format!("diff of a change of {objects}"),
            &format!("diff --sandbox {name} --domain prod"),
        );
        bench.figure("  request_review of it", &format!("request_review {source}"));
        bench.figure("  show_review", &format!("show_review {source}"));
        bench.figure("  deploy --dryrun", &format!("deploy {source} --dryrun"));
        bench.figure("  deploy", &format!("deploy {source}"));
        bench.figure("  compile with nothing to do", "compile --domain prod");
    }

    base.branch(&bench.site, "moved");
    let list = site::list(directory.as_ref(), MOVED.min(hosts));
    for (title, who) in [
        (
            "manage of 1 host".to_owned(),
            "--hostname many1.example.org".to_owned(),
        ),
        (
            format!("manage of {} hosts", MOVED.min(hosts)),
            format!("--list {list}"),
        ),
    ] {
        bench.figure(
            &format!("{title} into a sandbox"),
            &format!("manage {who} --sandbox admin/moved"),
        );
        bench.figure(
            &format!("{title} back, compiled"),
            &format!("manage {who} --domain prod"),
        );
    }
    println!("broker memory: {}", bench.site.memory());
}

struct Bench {
    site: Installation,
}

impl Bench {
    fn url(&self) -> String {
        format!("http://localhost:{}", self.site.client().port)
    }

    /// An `aq` command.
    fn figure(&self, title: &str, line: &str) {
        self.row(title, || {
            let words = shlex::split(line).unwrap();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            run(self.site.aq(&words))
        });
    }

    /// A line of the table; `work` gives what was said.
    fn row(&self, title: &str, work: impl FnOnce() -> String) {
        let log = statements::Log::begin(&self.site);
        let (cpu, begin) = (self.site.processor_time(), Instant::now());
        let said = work();
        let wall = begin.elapsed();
        let cpu = self.site.processor_time().saturating_sub(cpu);
        println!("{title:50} {:>10} {:>12}  {said}", short(wall), short(cpu));
        if let Some(log) = log {
            log.print(&self.site);
        }
    }
}

fn short(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds >= 1.0 => format!("{seconds:.2} s"),
        seconds => format!("{:.0} ms", seconds * 1000.0),
    }
}

/// Runs it; gives the last line of what it says to people.
fn run(mut command: std::process::Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {said}");
    said.lines()
        .rfind(|line| !line.trim().is_empty())
        .unwrap_or_default()
        .to_owned()
}
