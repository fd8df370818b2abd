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
    let csv = site.ok("status --format csv");
    assert!(csv.trim_end().ends_with(",admin@EXAMPLE.COM,aqd_admin"), "{csv}");
    // The port that it really listens on.
    let address = site.broker.address.to_string();
    assert!(csv.contains(&address) && raw.contains(&address), "{csv}{raw}");
    let bob = site.user("bob").aq("status");
    assert!(bob.status.success(), "{}", String::from_utf8_lossy(&bob.stderr));
}
