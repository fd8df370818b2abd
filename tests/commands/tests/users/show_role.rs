//! `aq show_role`.

use aq_test_support::site::Site;

#[test]
fn one_or_all_are_shown() {
    let site = Site::empty();
    insta::assert_snapshot!(site.ok("show role --all"), @r"
    Role: aqd_admin
    Role: engineering
    Role: nobody
    Role: operations
    Role: unixops_l2
    Role: winops
    ");
    assert_eq!(site.ok("show role --role Winops"), "Role: winops\n");
    assert_eq!(site.ok("show role --role winops --format csv"), "winops,\n");
    insta::assert_snapshot!(site.ok("show role --role winops --format json"), @r#"
    [
      {
        "name": "winops",
        "comments": null
      }
    ]
    "#);
    site.refuses(
        4,
        "show role --role winop",
        "Not Found: Role winop not found.\nDid you mean winops?",
    );
    assert_eq!(site.aq("show role").status.code(), Some(1));
}
