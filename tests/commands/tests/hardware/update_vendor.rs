//! `aq update_vendor`.

use super::_catalogue::{parts, refused};

#[test]
fn comments_come_and_go() {
    let site = parts();
    assert_eq!(site.ok("update vendor --vendor hp --comments 'New comments'"), "");
    insta::assert_snapshot!(site.ok("show vendor --vendor hp"), @r"
    Vendor: hp
      Comments: New comments
    ");
    site.ok("update vendor --vendor hp --comments ''");
    assert_eq!(site.ok("show vendor --vendor hp"), "Vendor: hp\n");
    refused(
        &site,
        4,
        "update vendor --vendor ibm --comments x",
        "Not Found: Vendor ibm not found.",
    );
}
