//! `aq search_principal`.

use aq_test_support::site::Site;

#[test]
fn role_and_realm_must_both_fit() {
    let site = Site::empty();
    for line in [
        "permission --principal zoe@EXAMPLE.COM --role engineering --createuser --comments 'Some words'",
        "permission --principal adam@OTHER.ORG --role engineering --createrealm",
        "permission --principal eve@OTHER.ORG --role operations --createuser",
    ] {
        site.ok(line);
    }
    for (criteria, found) in [
        ("--role engineering", "zoe@EXAMPLE.COM\nadam@OTHER.ORG"),
        ("--role Engineering --realm OTHER.ORG", "adam@OTHER.ORG"),
        ("--realm OTHER.ORG", "adam@OTHER.ORG\neve@OTHER.ORG"),
        ("--role winops", ""),
    ] {
        assert_eq!(
            site.ok(&format!("search principal {criteria}")).trim_end(),
            found,
            "{criteria}"
        );
    }
    insta::assert_snapshot!(site.ok("search principal --role engineering --fullinfo"), @r"
    User Principal: zoe@EXAMPLE.COM [role: engineering]
      Comments: Some words
    User Principal: adam@OTHER.ORG [role: engineering]
    ");
    insta::assert_snapshot!(site.ok("search principal --realm OTHER.ORG --format csv"), @r"
    adam@OTHER.ORG,engineering
    eve@OTHER.ORG,operations
    ");
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("search principal --role operations --format json")).unwrap();
    assert_eq!(json[0]["principal"], "eve@OTHER.ORG");
    assert_eq!(json.as_array().unwrap().len(), 1);
    for (line, error) in [
        (
            "search principal --role enginering",
            "Not Found: Role enginering not found.\nDid you mean engineering?",
        ),
        (
            "search principal --role engineering --realm NO.SUCH",
            "Not Found: Realm NO.SUCH not found.",
        ),
    ] {
        site.refuses(4, line, error);
    }
    assert_eq!(site.aq("search principal --fullinfo").status.code(), Some(1));
}
