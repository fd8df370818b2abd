//! `aq show_principal`.

use aq_test_support::site::Site;

#[test]
fn one_or_all_are_shown() {
    let site = Site::empty();
    for line in [
        "permission --principal zoe@EXAMPLE.COM --role engineering --createuser --comments 'Some words'",
        "permission --principal adam@OTHER.ORG --role operations --createrealm",
    ] {
        site.ok(line);
    }
    insta::assert_snapshot!(site.ok("show principal --all"), @r"
    User Principal: adam@OTHER.ORG [role: operations]
    User Principal: admin@EXAMPLE.COM [role: aqd_admin]
    User Principal: zoe@EXAMPLE.COM [role: engineering]
      Comments: Some words
    ");
    insta::assert_snapshot!(site.ok("show principal --principal zoe@EXAMPLE.COM --format csv"), @"zoe@EXAMPLE.COM,engineering");
    insta::assert_snapshot!(site.ok("show principal --principal zoe@EXAMPLE.COM --format json"), @r#"
    [
      {
        "principal": "zoe@EXAMPLE.COM",
        "name": "zoe",
        "realm": "EXAMPLE.COM",
        "role": "engineering",
        "comments": "Some words"
      }
    ]
    "#);
    for (line, error) in [
        (
            "show principal --principal zoo@EXAMPLE.COM",
            "Not Found: User principal zoo@EXAMPLE.COM not found.\nDid you mean zoe@EXAMPLE.COM?",
        ),
        // Realms are told apart by case, and users of one realm are not those of the other.
        (
            "show principal --principal zoe@example.com",
            "Not Found: User principal zoe@example.com not found.",
        ),
        (
            "show principal --principal zoe@OTHER.ORG",
            "Not Found: User principal zoe@OTHER.ORG not found.",
        ),
    ] {
        site.refuses(4, line, error);
    }
    let told = site.fails(4, "show principal --principal zoe");
    assert!(
        told.starts_with("Bad Request: User principal 'zoe' is not valid."),
        "{told}"
    );
    assert_eq!(site.aq("show principal").status.code(), Some(1));
}
