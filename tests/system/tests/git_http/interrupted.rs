//! Clients and brokers that go away in the middle.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use aq_test_support::site::Site;

use super::clients::{Clone, SANDBOX, head, site};

/// Programs that work in the repository.
fn programs(repository: &Path) -> usize {
    let repository = fs::canonicalize(repository).unwrap();
    fs::read_dir("/proc")
        .unwrap()
        .filter(|entry| {
            let cwd = entry.as_ref().unwrap().path().join("cwd");
            fs::read_link(cwd).is_ok_and(|cwd| cwd == repository)
        })
        .count()
}

fn quarantines(repository: &Path) -> usize {
    fs::read_dir(repository.join("objects"))
        .unwrap()
        .filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_string_lossy().contains("incoming")
        })
        .count()
}

fn wait_for(what: &str, condition: impl Fn() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A request on the local socket whose body does not end.
fn unfinished(site: &Site, service: &str, body: &[u8]) -> UnixStream {
    let mut stream = UnixStream::connect(site.broker.socket()).unwrap();
    let head = format!(
        "POST /git/template-king/{service} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-{service}-request\r\n\
         Transfer-Encoding: chunked\r\n\r\n{:x}\r\n",
        body.len()
    );
    stream
        .write_all(&[head.as_bytes(), body, b"\r\n"].concat())
        .unwrap();
    stream
}

/// A push of the local administrator to a sandbox, with the beginning of a pack.
fn unfinished_push(site: &Site) -> UnixStream {
    let (old, new) = (head(site, "own"), "1".repeat(40));
    let line = format!("{old} {new} refs/heads/own\0report-status");
    let body = format!("{:04x}{line}0000PACK", line.len() + 4);
    unfinished(site, "git-receive-pack", body.as_bytes())
}

fn with_own_sandbox() -> Site {
    let site = site();
    site.ok("add_user --username admin --autouid --gid 1000 --full_name Admin --home_directory /root");
    site.ok("add_sandbox --sandbox own --noget");
    site
}

#[test]
fn programs_end_with_their_clients() {
    let site = with_own_sandbox();
    let repository = site.broker.dir().join("template-king");
    let fetch = unfinished(&site, "git-upload-pack", b"0032want ");
    wait_for("git upload-pack runs", || programs(&repository) > 0);
    drop(fetch);
    wait_for("git upload-pack has ended", || programs(&repository) == 0);

    let push = unfinished_push(&site);
    wait_for("the pack waits", || {
        programs(&repository) > 0 && quarantines(&repository) == 1
    });
    drop(push);
    wait_for("nothing is left", || {
        programs(&repository) == 0 && quarantines(&repository) == 0
    });
    let clone = Clone::alice(&site);
    clone.commit();
    clone.push(&[SANDBOX]);
}

#[test]
fn a_killed_broker_leaves_nothing_for_long() {
    let mut site = with_own_sandbox();
    let repository = site.broker.dir().join("template-king");
    let mut push = unfinished_push(&site);
    wait_for("the pack waits", || quarantines(&repository) == 1);
    site.broker.kill();
    let mut rest = Vec::new();
    let _ = push.read_to_end(&mut rest);
    wait_for("git index-pack has ended", || programs(&repository) == 0);
    assert_eq!(quarantines(&repository), 1);
    site.broker.restart().unwrap();
    assert_eq!(quarantines(&repository), 0);
}
