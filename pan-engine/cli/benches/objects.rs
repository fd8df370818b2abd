//! Compiles objects that differ as the hosts of one personality do, and says what it took.
//!
//! `TMPDIR=/dev/shm cargo bench -p panc`; `OBJECTS` is the number of objects (200), `PANC_REFERENCE` a compiler with the same
//! command line to compare with. On a disk the files that are written take longer than the objects, and differently each time.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark may end with a panic, and reports by printing"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Services that every host has.
const SERVICES: usize = 80;

fn main() {
    let objects = std::env::var("OBJECTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(200);
    let dir = tempfile::tempdir().unwrap();
    let files = generate(dir.path(), objects);
    let panc = env!("CARGO_BIN_EXE_panc");
    println!("{:<34} {:>9} {:>9} {:>9}", "", "wall s", "CPU s", "ms/object");
    let one = run("one object", panc, &[], dir.path(), files.get(..1).unwrap());
    let base = run(
        "each by itself, 1 thread",
        panc,
        &["--no-sharing", "--nthread", "1"],
        dir.path(),
        &files,
    );
    let shared = run("sharing, 1 thread", panc, &["--nthread", "1"], dir.path(), &files);
    let two = run(
        "sharing, 2 threads",
        panc,
        &["--nthread", "2"],
        dir.path(),
        &files,
    );
    println!("one object: {:.1} ms", one.wall.as_secs_f64() * 1e3);
    println!("sharing saves: {:.1} times", ratio(base.cpu, shared.cpu));
    println!("2 threads: {:.2} times faster", ratio(shared.wall, two.wall));
    let apart = apart(panc, dir.path(), &files);
    println!("2 processes: {:.2} times faster", ratio(shared.wall, apart));
    if let Ok(reference) = std::env::var("PANC_REFERENCE") {
        let reference = run("reference", &reference, &[], dir.path(), &files);
        println!(
            "reference: {:.1} times the CPU time",
            ratio(reference.cpu, shared.cpu)
        );
    }
}

struct Taken {
    wall: Duration,
    cpu: Duration,
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64().max(1e-3)
}

/// A compilation of these files, with an empty directory of this name for the results.
fn command(program: &str, options: &[&str], dir: &Path, out: &Path, files: &[String]) -> Command {
    let _ = fs::remove_dir_all(out);
    fs::create_dir(out).unwrap();
    let mut command = Command::new(program);
    command
        .current_dir(dir)
        .args(["--include-path", dir.to_str().unwrap(), "--formats", "pan,dep"])
        .args(["--output-dir", out.to_str().unwrap()])
        .args(options)
        .args(files)
        .stdout(Stdio::null());
    command
}

/// How long two processes take that share nothing, with half of the files each: what two threads can be compared with, because
/// the processors of a machine slow each other down.
fn apart(program: &str, dir: &Path, files: &[String]) -> Duration {
    let start = Instant::now();
    let halves = files.split_at(files.len() / 2);
    let mut processes = [("out1", halves.0), ("out2", halves.1)].map(|(out, files)| {
        command(program, &["--nthread", "1"], dir, &dir.join(out), files)
            .spawn()
            .unwrap()
    });
    for process in &mut processes {
        assert!(process.wait().unwrap().success());
    }
    start.elapsed()
}

fn run(what: &str, program: &str, options: &[&str], dir: &Path, files: &[String]) -> Taken {
    let out = dir.join("out");
    let mut command = command(program, options, dir, &out, files);
    let (start, before) = (Instant::now(), children());
    let status = command.status().unwrap();
    assert!(status.success(), "{what}");
    let taken = Taken {
        wall: start.elapsed(),
        cpu: children() - before,
    };
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2 * files.len(), "{what}");
    let objects = f64::from(u32::try_from(files.len()).unwrap());
    println!(
        "{what:<34} {:>9.2} {:>9.2} {:>9.2}",
        taken.wall.as_secs_f64(),
        taken.cpu.as_secs_f64(),
        taken.cpu.as_secs_f64() * 1e3 / objects
    );
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
fn generate(dir: &Path, objects: usize) -> Vec<String> {
    let write = |name: &str, text: &str| {
        let path = dir.join(format!("{name}.pan"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "schema",
        "declaration template schema;\n\
         function service_port = { n = 0; foreach (i; c; ARGV[1]) n = n + c; 1024 + n + length(ARGV[0]) };\n\
         type port = long(1024..) with SELF < 65536;\n\
         type service = { 'name' : string 'port' : port 'on' : boolean = true 'options' : string{} 'hosts' : string[] };\n\
         type root = { 'services' : service{} 'network' : { 'name' : string 'ip' : string 'gateway' : string = '10.0.0.1' }\n\
         'packages' : string{} };\nbind '/' = root;\n",
    );
    let mut all = String::from("template personality/config;\n");
    for service in 0..SERVICES {
        let _ = writeln!(all, "include 'service/s{service}/config';");
        let mut text = format!(
            "template service/s{service}/config;\nvariable S{service}_SEED ?= list(1, 2, 3, {service});\n\
             prefix '/services/s{service}';\n'name' = 's{service}';\n'port' = service_port('s{service}', S{service}_SEED);\n\
             'hosts' = {{ for (i = 0; i < 20; i = i + 1) SELF[i] = format('server%02d.example.org', i); SELF }};\n\
             'options' = {{ if (OBJECT == 'special') dict('special', 'yes') else dict('special', 'no') }};\n"
        );
        for option in 0..20 {
            let _ = writeln!(text, "'options/o{option}' = 'value {option} of {service}';");
        }
        let _ = writeln!(
            text,
            "'/packages' = {{ SELF['package{service}'] = '1.{service}'; SELF }};"
        );
        write(&format!("service/s{service}/config"), &text);
    }
    write("personality/config", &all);
    let object = |n: usize| {
        let (name, high, low) = (format!("host{n}.example.org"), n / 250, n % 250);
        write(
            &format!("machine/m{n}"),
            &format!(
                "template machine/m{n};\n'/network' = dict('name', OBJECT, 'ip', '10.0.{high}.{low}');\n"
            ),
        );
        write(
            &name,
            &format!(
                "object template {name};\ninclude 'schema';\ninclude 'machine/m{n}';\ninclude 'personality/config';\n"
            ),
        );
        format!("{name}.pan")
    };
    (0..objects).map(object).collect()
}
