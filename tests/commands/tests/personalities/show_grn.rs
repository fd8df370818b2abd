//! `aq show_grn`.

use super::_site::{owners, refused};

#[test]
fn one_or_all_are_shown() {
    let site = owners();
    insta::assert_snapshot!(site.ok("show grn --all"), @r"
    GRN: grn:/acme/db
      EON ID: 2
      Disabled: False
    GRN: grn:/acme/web
      EON ID: 1
      Disabled: False
    GRN: old/team
      EON ID: 3
      Disabled: True
    ");
    insta::assert_snapshot!(site.ok("show grn --all --format csv"), @r"
    grn:/acme/db,2,false
    grn:/acme/web,1,false
    old/team,3,true
    ");
    insta::assert_snapshot!(site.ok("show grn --grn old/team --format json"), @r#"
    [
      {
        "grn": "old/team",
        "eon_id": 3,
        "disabled": true
      }
    ]
    "#);
    assert_eq!(site.ok("show grn --eon_id 3"), site.ok("show grn --grn old/team"));
    for (line, error) in [
        ("show grn --eon_id 4", "Not Found: EON ID 4 not found."),
        ("show grn --grn old/teem", "Not Found: GRN old/teem not found."),
    ] {
        refused(&site, 4, line, error);
    }
    for line in ["show grn", "show grn --eon_id 1 --grn old/team"] {
        assert_eq!(site.aq(line).status.code(), Some(1), "{line}");
    }
}
