//! `aq status` and `aq ping`.

use aq_test_support::site::Site;

#[test]
fn says_who_the_caller_is() {
    let site = Site::empty();
    assert_eq!(site.ok("ping"), "");
    let raw = site.ok("status");
    assert!(raw.starts_with("Aquilon Broker "), "{raw}");
    assert!(
        raw.contains("\nConnected as: admin@EXAMPLE.COM [aqd_admin]"),
        "{raw}"
    );
    let json: serde_json::Value = serde_json::from_str(&site.ok("status --format json")).unwrap();
    assert_eq!(json[0]["role"], "aqd_admin");
    let bob = site.user("bob").aq("status");
    assert!(bob.status.success(), "{}", String::from_utf8_lossy(&bob.stderr));
}
