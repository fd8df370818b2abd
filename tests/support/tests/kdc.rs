//! The private realm itself: starts, gives tickets, can be shared, goes away.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use aq_test_support::kdc::{HTTP_SERVICE, Kdc, OTHER_REALM};

fn klist(kdc: &Kdc, what: &[&str], file: &Path) -> String {
    let output = Command::new("klist")
        .envs(kdc.env())
        .args(what)
        .arg(file)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn gone(pid_file: &Path) -> bool {
    let pid = std::fs::read_to_string(pid_file).unwrap();
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    stat.is_empty() || stat.contains(") Z ")
}

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !done() {
        assert!(Instant::now() < deadline, "{what} did not happen");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn tickets_name_their_user_and_service() {
    let dir = tempfile::tempdir().unwrap();
    let kdc = Kdc::start(dir.path()).unwrap();
    let ccache = kdc.kinit("alice").unwrap();
    kdc.fetch_service_ticket(&ccache, HTTP_SERVICE).unwrap();
    let listing = klist(&kdc, &["-c"], &ccache);
    assert!(
        listing.contains("Default principal: alice@EXAMPLE.COM"),
        "{listing}"
    );
    assert!(listing.contains("HTTP/localhost@EXAMPLE.COM"), "{listing}");
}

#[test]
fn each_kinit_has_its_own_cache() {
    let dir = tempfile::tempdir().unwrap();
    let kdc = Kdc::start(dir.path()).unwrap();
    assert_ne!(kdc.kinit("alice").unwrap(), kdc.kinit("alice").unwrap());
}

#[test]
fn unknown_user_is_an_error_with_the_programs_words() {
    let dir = tempfile::tempdir().unwrap();
    let kdc = Kdc::start(dir.path()).unwrap();
    let error = kdc.kinit("mallory").unwrap_err();
    assert!(format!("{error:#}").contains("mallory"), "{error:#}");
}

#[test]
fn new_key_raises_the_version() {
    let dir = tempfile::tempdir().unwrap();
    let kdc = Kdc::start(dir.path()).unwrap();
    let old = klist(&kdc, &["-k"], &kdc.http_keytab());
    let new = klist(&kdc, &["-k"], &kdc.new_key(HTTP_SERVICE).unwrap());
    assert!(old.contains("   1 HTTP/localhost@EXAMPLE.COM"), "{old}");
    assert!(new.contains("   2 HTTP/localhost@EXAMPLE.COM"), "{new}");
}

#[test]
fn two_realms_side_by_side() {
    let dir = tempfile::tempdir().unwrap();
    let here = Kdc::start(&dir.path().join("here")).unwrap();
    let there = Kdc::start_realm(&dir.path().join("there"), OTHER_REALM).unwrap();
    assert_ne!(here.port(), there.port());
    let listing = klist(&there, &["-c"], &there.kinit("bob").unwrap());
    assert!(listing.contains("bob@OTHER.ORG"), "{listing}");
}

#[test]
fn owned_kdc_ends_with_its_handle() {
    let dir = tempfile::tempdir().unwrap();
    let kdc = Kdc::start(dir.path()).unwrap();
    let pid = dir.path().join("kdc.pid");
    assert!(!gone(&pid));
    drop(kdc);
    wait_for("the end of krb5kdc", || gone(&pid));
    assert!(Kdc::attach(dir.path()).is_err());
}

#[test]
fn owned_kdc_ends_when_its_owner_is_killed() {
    // The owner is this test itself, run again in a process that can be killed.
    if let Some(dir) = std::env::var_os("AQ_TEST_OWNER") {
        let _kdc = Kdc::start(Path::new(&dir)).unwrap();
        std::fs::write(Path::new(&dir).join("started"), "").unwrap();
        std::thread::sleep(Duration::from_secs(60));
        unreachable!("it should have been killed");
    }
    let dir = tempfile::tempdir().unwrap();
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["owned_kdc_ends_when_its_owner_is_killed", "--exact"])
        .env("AQ_TEST_OWNER", dir.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    wait_for("the start of krb5kdc", || dir.path().join("started").exists());
    let pid = dir.path().join("kdc.pid");
    assert!(!gone(&pid));
    owner.kill().unwrap();
    owner.wait().unwrap();
    wait_for("the end of krb5kdc", || gone(&pid));
}

#[test]
fn shared_kdc_is_found_and_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let first = Kdc::start_shared(dir.path(), None).unwrap();
    let second = Kdc::start_shared(dir.path(), None).unwrap();
    let third = Kdc::attach(dir.path()).unwrap();
    assert_eq!((first.port(), first.port()), (second.port(), third.port()));
    drop((first, second));
    third.kinit("carol").unwrap();
    Kdc::stop_shared(dir.path()).unwrap();
    assert!(Kdc::attach(dir.path()).is_err());
    Kdc::stop_shared(dir.path()).unwrap();
}

#[test]
fn shared_kdc_ends_with_the_process_it_follows() {
    let dir = tempfile::tempdir().unwrap();
    let mut followed = Command::new("sleep").arg("60").spawn().unwrap();
    Kdc::start_shared(dir.path(), Some(followed.id()))
        .unwrap()
        .kinit("bob")
        .unwrap();
    followed.kill().unwrap();
    followed.wait().unwrap();
    wait_for("the end of krb5kdc", || gone(&dir.path().join("kdc.pid")));
}

#[test]
fn database_is_used_again_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    drop(Kdc::start(dir.path()).unwrap());
    let kdc = Kdc::start(dir.path()).unwrap();
    kdc.kinit("admin").unwrap();
}
