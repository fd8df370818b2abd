//! `aq add_role`, `show_role`.

use aq_test_support::site::Site;

#[test]
fn roles_are_added_and_shown() {
    let site = Site::empty();
    assert_eq!(site.ok("add role --role Network_Operator"), "");
    assert_eq!(
        site.ok("show role --role network_operator").trim_end(),
        "Role: network_operator"
    );
    assert_eq!(
        site.ok("show role --role network_operator --format csv"),
        "network_operator,\n"
    );
    assert_eq!(
        site.fails(4, "add role --role network_operator").trim_end(),
        "Bad Request: Role network_operator already exists."
    );
    let error = site.fails(4, "add role --role oops@!");
    assert!(
        error.starts_with("Bad Request: 'oops@!' is not a valid value for --role."),
        "{error}"
    );
    assert_eq!(
        site.fails(4, "show role --role nosuch").trim_end(),
        "Not Found: Role nosuch not found."
    );
    let json: serde_json::Value = serde_json::from_str(&site.ok("show role --all --format json")).unwrap();
    assert!(json.as_array().unwrap().iter().any(|r| r["name"] == "aqd_admin"));
}
