//! A command that waits until the test lets it go on.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aq_test_support::site::{Site, program};
use serde_json::Value;

/// A running `make` of a host, and the transaction that it waits for.
pub struct Held {
    lock: Child,
    make: Child,
    /// What `show_active_commands` says of it.
    pub active: Value,
}

impl Held {
    /// Begins to make `host` while somebody else has all hosts locked.
    pub fn make(site: &Site, host: &str) -> Self {
        let mut lock = Command::new("psql")
            .args([site.database_url(), "-Atq"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let statements = "begin; lock table host in exclusive mode; select 'locked';\n";
        lock.stdin
            .as_mut()
            .unwrap()
            .write_all(statements.as_bytes())
            .unwrap();
        let mut line = String::new();
        BufReader::new(lock.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert_eq!(line, "locked\n");
        let make = Command::new(program("aq").unwrap())
            .args(["make", "--hostname", host, "--usesock"])
            .arg(site.broker.socket())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begin = Instant::now();
        let active = loop {
            let all: Value = serde_json::from_str(&site.ok("show_active_commands --format json")).unwrap();
            // It is listed before its audit record has a number.
            if let Some(one) = all.as_array().unwrap().first()
                && one["auditid"].is_u64()
            {
                break one.clone();
            }
            assert!(
                begin.elapsed() < Duration::from_secs(20),
                "the command does not begin"
            );
            std::thread::sleep(Duration::from_millis(20));
        };
        Self { lock, make, active }
    }

    /// The request's id.
    pub fn id(&self) -> &str {
        self.active["requestid"].as_str().unwrap()
    }

    /// Lets it go on and waits for its end.
    pub fn release(mut self) {
        drop(self.lock.stdin.take());
        self.lock.wait().unwrap();
        assert!(self.make.wait().unwrap().success());
    }
}
