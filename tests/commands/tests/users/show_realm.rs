//! `aq show_realm`.

use aq_test_support::site::Site;

#[test]
fn one_is_shown_and_all_are_named() {
    let site = Site::empty();
    site.ok("permission --principal adam@OTHER.ORG --role operations --createrealm");
    site.ok("update realm --realm OTHER.ORG --comments 'Some words'");
    assert_eq!(site.ok("show realm --all"), "EXAMPLE.COM\nOTHER.ORG\n");
    insta::assert_snapshot!(site.ok("show realm --realm OTHER.ORG"), @r"
    Realm: OTHER.ORG
      Trusted: False
      Comments: Some words
    ");
    insta::assert_snapshot!(site.ok("show realm --all --format csv"), @r"
    EXAMPLE.COM,true,
    OTHER.ORG,false,Some words
    ");
    insta::assert_snapshot!(site.ok("show realm --realm EXAMPLE.COM --format json"), @r#"
    [
      {
        "name": "EXAMPLE.COM",
        "trusted": true,
        "comments": null
      }
    ]
    "#);
    site.refuses(
        4,
        "show realm --realm OTHER.ORC",
        "Not Found: Realm OTHER.ORC not found.\nDid you mean OTHER.ORG?",
    );
    assert_eq!(site.aq("show realm").status.code(), Some(1));
    assert_eq!(
        site.aq("show realm --all --realm OTHER.ORG").status.code(),
        Some(1)
    );
}
