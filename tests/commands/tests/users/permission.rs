//! `aq permission`, `show_principal`, `search_principal`.

use aq_test_support::site::Site;

#[test]
fn a_principal_is_registered_and_gets_a_role() {
    let site = Site::empty();
    let give = "permission --principal jane@OTHER.ORG --role operations";
    let state = site.state();
    let refused = |line: &str, error: &str| {
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
        assert_eq!(site.state(), state, "{line}");
    };
    refused(
        give,
        "Bad Request: Could not find principal jane@OTHER.ORG to permission, use --createuser to create a new record for the principal.",
    );
    refused(
        &format!("{give} --createuser"),
        "Bad Request: Could not find realm OTHER.ORG to create principal jane@OTHER.ORG, use --createrealm to create a new record for the realm.",
    );
    refused(
        "permission --principal jane --role operations",
        "Bad Request: User principal 'jane' is not valid.",
    );
    refused(
        "permission --principal jane@OTHER.ORG --role nosuch",
        "Not Found: Role nosuch not found.",
    );
    refused(
        "show principal --principal jane@OTHER.ORG",
        "Not Found: User principal jane@OTHER.ORG not found.",
    );

    let made = site.aq(&format!("{give} --createrealm --comments 'Some words'"));
    assert!(made.status.success());
    let told = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(
        told.contains("Realm OTHER.ORG did not exist, creating."),
        "{told}"
    );
    assert!(
        told.contains("User jane@OTHER.ORG did not exist, creating."),
        "{told}"
    );
    insta::assert_snapshot!(site.ok("show principal --principal jane@OTHER.ORG"), @r"
    User Principal: jane@OTHER.ORG [role: operations]
      Comments: Some words
    ");
    assert_eq!(
        site.ok("permission --principal jane@OTHER.ORG --role engineering"),
        ""
    );
    assert_eq!(
        site.ok("show principal --principal jane@OTHER.ORG --format csv"),
        "jane@OTHER.ORG,engineering\n"
    );
    assert_eq!(
        site.ok("search principal --role engineering --realm OTHER.ORG")
            .trim_end(),
        "jane@OTHER.ORG"
    );
    assert_eq!(
        site.ok("search principal --realm OTHER.ORG --fullinfo")
            .trim_end(),
        "User Principal: jane@OTHER.ORG [role: engineering]\n  Comments: Some words"
    );
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show principal --all --format json")).unwrap();
    let jane = json
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["name"] == "jane")
        .unwrap();
    assert_eq!(
        (jane["realm"].as_str(), jane["role"].as_str()),
        (Some("OTHER.ORG"), Some("engineering"))
    );
    assert_eq!(
        site.fails(4, "search principal --realm NO.SUCH").trim_end(),
        "Not Found: Realm NO.SUCH not found."
    );
}
