//! The unmodified clients with real tickets: `curl --negotiate` and `aq`.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use aq_test_support::site::Site;

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
