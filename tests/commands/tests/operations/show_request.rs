//! `aq show_request`.

use std::process::{Command, Stdio};

use aq_test_support::site::{Site, program};

use super::_held::Held;

#[test]
fn follows_a_request_to_its_end_and_tells_it_again() {
    let site = Site::start();
    let held = Held::make(&site, "node1.example.org");
    let number = held.active["auditid"].to_string();
    let id = held.id().to_owned();
    let follow = |option: &str, value: &str| {
        Command::new(program("aq").unwrap())
            .args(["show_request", option, value, "--usesock"])
            .arg(site.broker.socket())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let by_id = follow("--requestid", &id);
    let by_number = follow("--auditid", &number);
    held.release();
    for (option, follower) in [("--requestid", by_id), ("--auditid", by_number)] {
        let output = follower.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{option}: {output:?}");
        assert!(told.contains("1/1 compiled"), "{option}: {told}");
    }
    // For a minute the messages stay.
    assert!(
        site.ok(&format!("show_request --requestid {id}"))
            .contains("1/1 compiled")
    );
    assert!(
        site.ok(&format!("show_request --auditid {number}"))
            .contains("1/1 compiled")
    );
}

#[test]
fn only_requests_that_are_known_by_number_are_found() {
    let site = Site::empty();
    let told = site.fails(4, "show_request --auditid 999999");
    assert!(
        told.starts_with("Not Found: Audit ID 999999 not found."),
        "{told}"
    );
    let told = site.fails(4, "show_request --auditid nonsense");
    assert!(
        told.starts_with("Bad Request: Expected a number for --auditid, not nonsense."),
        "{told}"
    );
    for line in [
        "show_request",
        "show_request --requestid nonsense",
        "show_request --auditid 1 --requestid 3f2c8c1e-58b4-4c1b-9a65-6c2d6f8f8a11",
    ] {
        assert_eq!(site.aq(line).status.code(), Some(1), "{line}");
    }
}
