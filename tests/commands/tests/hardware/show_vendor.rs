//! `aq show_vendor`.

use super::_catalogue::{parts, refused};

#[test]
fn one_or_all_in_every_format() {
    let site = parts();
    insta::assert_snapshot!(site.ok("show vendor --all"), @r#"
    Vendor: acme
      Comments: builds "everything"
    Vendor: generic
    Vendor: hp
    Vendor: intel
    "#);
    insta::assert_snapshot!(site.ok("show vendor --vendor acme --format csv"), @r#"acme,"builds ""everything""""#);
    insta::assert_snapshot!(site.ok("show vendor --vendor ACME --format json"), @r#"
    [
      {
        "name": "acme",
        "comments": "builds \"everything\""
      }
    ]
    "#);
    refused(
        &site,
        4,
        "show vendor --vendor intl",
        "Not Found: Vendor intl not found.\nDid you mean intel?",
    );
}
