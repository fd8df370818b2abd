//! The unmodified clients with real tickets: `curl --negotiate` and `aq`.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::process::{Command, Output};
use std::time::Duration;

use aq_test_support::environment::{self, kdc};
use aq_test_support::kdc::{Kdc, OTHER_REALM};
use aq_test_support::site::{Site, program};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn curl_and_aq_authenticate() {
    let site = Site::empty();
    let url = format!("http://localhost:{}", site.broker.address.port());
    let admin = site.user("admin");

    let answer = admin
        .command("curl")
        .args([
            "-sS",
            "-i",
            "--negotiate",
            "-u",
            ":",
            &format!("{url}/status/server"),
        ])
        .output()
        .unwrap();
    let head = text(&answer.stdout);
    assert!(
        head.contains("Connected as: admin@EXAMPLE.COM [aqd_admin]"),
        "{head}"
    );
    // Mutual authentication: the broker proves who it is.
    assert!(
        head.to_lowercase().contains("www-authenticate: negotiate "),
        "{head}"
    );

    let added = admin
        .command("curl")
        .args([
            "-sS",
            "-o",
            "/dev/null",
            "-w",
            "%{http_code}",
            "-X",
            "PUT",
            "--negotiate",
            "-u",
            ":",
        ])
        .args(["--data", "vendor=acme", &format!("{url}/vendor/acme")])
        .output()
        .unwrap();
    assert_eq!(text(&added.stdout), "200", "{}", text(&added.stderr));
    let shown = admin.aq("show_vendor --vendor acme");
    assert!(text(&shown.stdout).contains("acme"), "{}", text(&shown.stderr));
}

#[test]
fn a_refusal_says_what_to_do() {
    let site = Site::empty();
    let bob = site.user("bob").aq("add_vendor --vendor acme");
    assert_eq!(bob.status.code(), Some(4));
    assert!(text(&bob.stderr).contains("nobody"), "{}", text(&bob.stderr));

    let port = site.broker.address.port();
    let anonymous = site
        .user("bob")
        .aq(&format!("add_vendor --vendor acme --noauth --aqport {port}"));
    assert_ne!(anonymous.status.code(), Some(0));
    assert!(
        site.query("select name from vendor where name = 'acme'")
            .is_empty()
    );
}

/// `aq` over TCP with a ticket cache and a client configuration of one's own.
fn aq(site: &Site, cache: &str, config: Option<&str>, line: &str) -> Output {
    let mut command = Command::new(program("aq").unwrap());
    command
        .args(line.split_whitespace())
        .args(["--aqhost", "localhost", "--aqport"])
        .arg(site.broker.address.port().to_string())
        .envs(kdc().unwrap().env())
        .env("KRB5CCNAME", cache);
    if let Some(config) = config {
        command.env("KRB5_CONFIG", config);
    }
    command.output().unwrap()
}

#[test]
fn every_wrong_ticket_is_told_what_to_do() {
    let site = Site::empty();
    let refused = |cache: &str, config: Option<&str>, words: &[&str]| {
        let output = aq(&site, cache, config, "add_vendor --vendor acme");
        assert_ne!(output.status.code(), Some(0));
        let error = text(&output.stderr);
        for word in words {
            assert!(error.contains(word), "{word}: {error}");
        }
    };
    // No ticket.
    refused("FILE:/nonexistent", None, &["ticket", "kinit"]);

    // One that has expired.
    let cache = kdc()
        .unwrap()
        .kinit_short("admin", Duration::from_secs(1))
        .unwrap();
    std::thread::sleep(Duration::from_millis(2100));
    refused(&cache.display().to_string(), None, &["expired", "kinit"]);

    // One of another realm, which the client takes the broker to be in.
    let dir = environment::scratch("other-realm").unwrap();
    let other = Kdc::start_realm(&dir, OTHER_REALM).unwrap();
    let cache = other.kinit("bob").unwrap();
    let config = other.krb5_conf().display().to_string();
    refused(
        &cache.display().to_string(),
        Some(&config),
        &["OTHER.ORG", "EXAMPLE.COM", "kinit"],
    );

    // One for a service that does not exist.
    let cache = kdc().unwrap().kinit("admin").unwrap().display().to_string();
    let output = aq(&site, &cache, None, "add_vendor --vendor acme --aqservice nosuch");
    assert_ne!(output.status.code(), Some(0));
    assert!(
        text(&output.stderr).contains("nosuch/localhost"),
        "{}",
        text(&output.stderr)
    );
    assert!(
        site.query("select name from vendor where name = 'acme'")
            .is_empty()
    );
}

#[test]
fn the_doctor_finds_what_is_wrong() {
    let site = Site::empty();
    let cache = kdc().unwrap().kinit("admin").unwrap().display().to_string();
    let well = aq(&site, &cache, None, "doctor");
    let report = text(&well.stdout);
    assert_eq!(well.status.code(), Some(0), "{report}{}", text(&well.stderr));
    assert!(report.contains("admin@EXAMPLE.COM"), "{report}");

    let ill = aq(&site, "FILE:/nonexistent", None, "doctor");
    let report = text(&ill.stdout) + &text(&ill.stderr);
    assert_ne!(ill.status.code(), Some(0), "{report}");
    assert!(report.contains("kinit"), "{report}");
}
