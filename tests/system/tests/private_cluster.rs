//! A broker with a PostgreSQL of its own, which is killed.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use aq_test_support::environment::scratch;
use aq_test_support::site::program;

struct Installation {
    dir: PathBuf,
    broker: Child,
}

fn aqd(dir: &Path, action: &str) -> Command {
    let mut command = Command::new(program("aqd").unwrap());
    // The run's watcher ends what works below its directory, should the test be killed.
    command
        .current_dir(dir)
        .env_remove("AQD_DATABASE_URL")
        .arg(action)
        .arg("--config")
        .arg(dir.join("aqd.toml"))
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}

impl Installation {
    fn make() -> Installation {
        let dir = scratch("private").unwrap();
        let settings = format!(
            "data_dir = {dir:?}\nlisten = \"127.0.0.1:0\"\nadmin_principal = \"admin@EXAMPLE.COM\"\n"
        );
        fs::write(dir.join("aqd.toml"), settings).unwrap();
        let made = aqd(&dir, "init").output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let log = fs::File::create(dir.join("aqd.log")).unwrap();
        let broker = aqd(&dir, "serve").stderr(log).spawn().unwrap();
        let new = Installation { dir, broker };
        until("the broker answers", || {
            new.dir.join("aqd.address").exists() && new.aq("ping").status.success()
        });
        new
    }

    fn aq(&self, line: &str) -> Output {
        Command::new(program("aq").unwrap())
            .args(line.split(' '))
            .arg("--usesock")
            .arg(self.dir.join("aqd.sock"))
            .output()
            .unwrap()
    }

    fn server(&self) -> Option<i32> {
        let file = fs::read_to_string(self.dir.join("database/data/postmaster.pid")).ok()?;
        file.lines().next()?.trim().parse().ok()
    }

    fn kill_server(&self) -> i32 {
        let pid = self.server().unwrap();
        let killed = Command::new("kill")
            .args(["-9", &pid.to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        pid
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir.join("aqd.log")).unwrap()
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        // Stops its server as well.
        let _ = Command::new("kill").arg(self.broker.id().to_string()).status();
        let _ = self.broker.wait();
    }
}

fn until(what: &str, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(60), "in vain: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_killed_server_comes_back_by_itself() {
    let site = Installation::make();
    assert!(site.aq("add_vendor --vendor before").status.success());
    let killed = site.kill_server();
    until("another server", || {
        site.server().is_some_and(|pid| pid != killed)
    });
    until("commands work again", || {
        site.aq("show_vendor --vendor before").status.success()
    });
    assert!(site.aq("add_vendor --vendor after").status.success());
    assert!(site.aq("flush --all").status.success());
    assert!(site.log().contains("runs again"), "{}", site.log());
}

#[test]
fn commands_are_told_to_come_again_while_the_server_is_away() {
    let site = Installation::make();
    // In the way of a start, for as long as this test wants.
    let data = site.dir.join("database/data");
    let aside = site.dir.join("database/aside");
    site.kill_server();
    fs::rename(&data, &aside).unwrap();
    let answer = Command::new("curl")
        .args(["-sS", "-i", "--unix-socket"])
        .arg(site.dir.join("aqd.sock"))
        .args([
            "-X",
            "PUT",
            "--data",
            "vendor=acme",
            "http://localhost/vendor/acme",
        ])
        .output()
        .unwrap();
    let answer = String::from_utf8_lossy(&answer.stdout).to_lowercase();
    assert!(answer.contains("503 service unavailable"), "{answer}");
    assert!(answer.contains("retry-after: "), "{answer}");
    assert_eq!(site.aq("show_vendor --all").status.code(), Some(5));
    fs::rename(&aside, &data).unwrap();
    until("commands work again", || {
        site.aq("add_vendor --vendor acme").status.success()
    });
    assert!(String::from_utf8_lossy(&site.aq("show_vendor --vendor acme").stdout).contains("acme"));
}
