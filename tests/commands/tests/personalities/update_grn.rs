//! `aq add_grn`, `show_grn`, `update_grn`, `del_grn`.

use super::_site::{owners, refused};

#[test]
fn is_shown_and_changed() {
    let site = owners();
    insta::assert_snapshot!(site.ok("show grn --eon_id 3"), @r"
    GRN: old/team
      EON ID: 3
      Disabled: True
    ");
    assert_eq!(
        site.ok("show grn --grn grn:/acme/web --format csv"),
        "grn:/acme/web,1,false\n"
    );
    let json: serde_json::Value = serde_json::from_str(&site.ok("show grn --all --format json")).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 3);
    assert_eq!(json[0]["grn"], "grn:/acme/db");
    assert_eq!(
        site.ok("update grn --grn old/team --nodisabled --rename_to GRN:new/team"),
        ""
    );
    assert_eq!(
        site.ok("show grn --eon_id 3").trim_end(),
        "GRN: GRN:new/team\n  EON ID: 3\n  Disabled: False"
    );
    assert_eq!(site.ok("del grn --eon_id 3"), "");
    refused(
        &site,
        4,
        "show grn --grn GRN:new/team",
        "Not Found: GRN GRN:new/team not found.",
    );
    refused(&site, 4, "show grn --eon_id 3", "Not Found: EON ID 3 not found.");
}

#[test]
fn refusals_change_nothing() {
    let site = owners();
    site.ok(
        "add personality --personality web --archetype aquilon --eon_id 1 --unstaged --host_environment dev",
    );
    for (line, error) in [
        (
            "add grn --grn grn:/acme/web --eon_id 9",
            "Bad Request: GRN grn:/acme/web already exists.",
        ),
        (
            "add grn --grn grn:/acme/other --eon_id 1",
            "Bad Request: EON ID 1 already exists.",
        ),
        (
            "add grn --grn 'two words' --eon_id 9",
            "Bad Request: 'two words' is not a valid value for --grn.",
        ),
        (
            "update grn --eon_id 1 --rename_to grn:/acme/db",
            "Bad Request: GRN grn:/acme/db already exists.",
        ),
        (
            "del grn --grn grn:/acme/web",
            "Bad Request: GRN grn:/acme/web is still used by personalities, and cannot be deleted.",
        ),
    ] {
        refused(&site, 4, line, error);
    }
}
