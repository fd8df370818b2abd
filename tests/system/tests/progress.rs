//! What a running request says can be read at any broker of its database, while it runs.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use aq_test_support::site::{Site, program};

fn aq(line: &str, socket: &Path) -> Command {
    let mut command = Command::new(program("aq").unwrap());
    command
        .args(line.split(' '))
        .arg("--usesock")
        .arg(socket)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn output(line: &str, socket: &Path) -> String {
    let output = aq(line, socket).output().unwrap();
    assert!(
        output.status.success(),
        "aq {line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Keeps commands that write plenaries waiting until it is dropped.
struct Barrier {
    psql: Child,
    input: ChildStdin,
}

impl Barrier {
    fn raise(site: &Site) -> Barrier {
        let mut psql = Command::new("psql")
            .args([site.database_url(), "-qAt"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = psql.stdin.take().unwrap();
        writeln!(input, "begin; lock table plenary; select 'held';").unwrap();
        let mut answer = String::new();
        BufReader::new(psql.stdout.take().unwrap())
            .read_line(&mut answer)
            .unwrap();
        assert_eq!(answer, "held\n");
        Barrier { psql, input }
    }

    fn lower(mut self) {
        writeln!(self.input, "rollback;").unwrap();
        drop(self.input);
        self.psql.wait().unwrap();
    }
}

/// Waits for a line of `show_active_commands` at a broker.
fn active(socket: &Path, part: &str) -> String {
    let begun = Instant::now();
    loop {
        let list = output("show_active_commands", socket);
        if list.contains(part) {
            return list;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{list}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_request_is_followed_at_another_broker_while_it_runs() {
    let site = Site::start();
    let second = site.second_broker();
    let barrier = Barrier::raise(&site);
    let mut flush = aq("flush --archetypes --locations", &site.broker.socket())
        .spawn()
        .unwrap();

    let list = active(&second.socket(), "Flushing");
    let line = list.lines().find(|l| l.contains("aq flush")).unwrap();
    assert!(line.contains("admin@EXAMPLE.COM"), "{list}");
    let (number, rest) = line.split_once(" [").unwrap();
    let id = rest.split_once(']').unwrap().0;

    // By both of its names, and line by line: the request cannot end while the barrier is up.
    let mut followers = Vec::new();
    for option in [format!("--auditid {number}"), format!("--requestid {id}")] {
        let mut follower = aq(&format!("show_request {option}"), &second.socket())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(follower.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        assert!(
            first.starts_with("Flushing ") && first.ends_with(" objects."),
            "{first}"
        );
        assert!(follower.try_wait().unwrap().is_none());
        followers.push(follower);
    }
    assert!(flush.try_wait().unwrap().is_none());

    // The client goes away, the command goes on.
    flush.kill().unwrap();
    flush.wait().unwrap();
    std::thread::sleep(Duration::from_millis(200));
    active(&second.socket(), "aq flush");
    barrier.lower();
    for mut follower in followers {
        assert!(follower.wait().unwrap().success());
    }
    // The number is that of the audit record, and the record says that the command was done.
    assert_eq!(
        site.query(&format!(
            "select return_code from xtn join xtn_end on xtn_id = id where number = {number} and id = '{id}'"
        )),
        ["200"]
    );
    assert!(!output("show_active_commands", &second.socket()).contains("aq flush"));
}

#[test]
fn a_watcher_may_come_before_its_request_and_to_another_broker() {
    let site = Site::empty();
    let second = site.second_broker();
    let id = "5bd1c4a6-0f6f-4f0e-8a56-2f6c1e1d7b11";
    let mut follower = aq(&format!("show_request --requestid {id}"), &second.socket())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    let done = Command::new("curl")
        .args(["-sS", "-o", "/dev/null", "-w", "%{http_code}", "--unix-socket"])
        .arg(site.broker.socket())
        .args([
            "--data",
            &format!("requestid={id}&all=True"),
            "http://localhost/command/flush",
        ])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&done.stdout), "200");
    let said = follower.wait_with_output_within(Duration::from_secs(20));
    assert!(said.contains("Flushing"), "{said}");
}

#[test]
fn the_requests_of_a_killed_broker_are_over() {
    let mut site = Site::start();
    let second = site.second_broker();
    let barrier = Barrier::raise(&site);
    let mut flush = aq("flush --locations", &site.broker.socket()).spawn().unwrap();
    active(&second.socket(), "Flushing");
    site.broker.kill();
    flush.wait().unwrap();
    // As if half a minute had gone by without a sign of life.
    site.execute("update xtn_progress set heard = heard - interval '1 minute'");
    assert!(!output("show_active_commands", &second.socket()).contains("aq flush"));
    let id = &site.query("select request_id from xtn_progress where description like 'aq flush%'")[0];
    let said = output(&format!("show_request --requestid {id}"), &second.socket());
    assert!(said.contains("has stopped"), "{said}");
    barrier.lower();
}

trait Within {
    fn wait_with_output_within(&mut self, limit: Duration) -> String;
}

impl Within for Child {
    fn wait_with_output_within(&mut self, limit: Duration) -> String {
        let begun = Instant::now();
        while self.try_wait().unwrap().is_none() {
            if begun.elapsed() > limit {
                self.kill().unwrap();
                panic!("it does not end");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        std::io::read_to_string(self.stdout.take().unwrap()).unwrap()
    }
}
