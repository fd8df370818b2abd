//! A broker that cannot read its key tab any more says that the fault is its own.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::fs;

use aq_test_support::site::Site;

#[test]
fn a_lost_key_tab_is_an_internal_error() {
    let mut site = Site::empty();
    let settings = site.broker.dir().join("aqd.toml");
    let own = site.broker.dir().join("own.keytab");
    let text = fs::read_to_string(&settings).unwrap();
    let line = text.lines().find(|l| l.starts_with("keytab = ")).unwrap();
    let shared = line.trim_start_matches("keytab = ").trim_matches('"').to_owned();
    fs::copy(&shared, &own).unwrap();
    fs::write(&settings, text.replace(line, &format!("keytab = {own:?}"))).unwrap();
    site.broker.restart().unwrap();
    let admin = site.user("admin");
    assert!(admin.aq("add_vendor --vendor first").status.success());

    fs::remove_file(&own).unwrap();
    let url = format!("http://localhost:{}/status/server", site.broker.address.port());
    let answer = admin
        .command("curl")
        .args(["-sS", "-i", "--negotiate", "-u", ":", &url])
        .output()
        .unwrap();
    let answer = String::from_utf8_lossy(&answer.stdout).to_lowercase();
    assert!(answer.contains("500 internal server error"), "{answer}");
    assert!(answer.contains("x-error-code: auth.internal"), "{answer}");
    assert!(
        answer.contains("the broker could not check the kerberos ticket"),
        "{answer}"
    );
    assert!(!answer.contains("keytab") && !answer.contains("own."), "{answer}");
    let refused = admin.aq("add_vendor --vendor second");
    assert_eq!(refused.status.code(), Some(5));
}
