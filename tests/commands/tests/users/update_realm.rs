//! `aq update_realm`, `show_realm`.

use aq_test_support::site::Site;

#[test]
fn trust_and_comments_change() {
    let site = Site::empty();
    site.ok("permission --principal jane@OTHER.ORG --role operations --createrealm");
    assert_eq!(
        site.ok("update realm --realm OTHER.ORG --trusted --comments 'Some words'"),
        ""
    );
    insta::assert_snapshot!(site.ok("show realm --realm OTHER.ORG"), @r"
    Realm: OTHER.ORG
      Trusted: True
      Comments: Some words
    ");
    assert_eq!(
        site.ok("update realm --realm OTHER.ORG --untrusted --comments ''"),
        ""
    );
    assert_eq!(
        site.ok("show realm --realm OTHER.ORG").trim_end(),
        "Realm: OTHER.ORG\n  Trusted: False"
    );
    let all = site.ok("show realm --all");
    assert!(all.lines().any(|line| line == "OTHER.ORG"), "{all}");
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show realm --realm OTHER.ORG --format json")).unwrap();
    assert_eq!(json[0]["trusted"], false);
    let before = site.state();
    // Realms are told apart by case.
    let error = site.fails(4, "update realm --realm other.org --trusted");
    assert!(
        error.starts_with("Not Found: Realm other.org not found."),
        "{error}"
    );
    assert_eq!(site.state(), before);
}
