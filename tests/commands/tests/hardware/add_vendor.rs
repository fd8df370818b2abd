//! `aq add_vendor`.

use aq_test_support::site::Site;

use super::_catalogue::refused;

#[test]
fn names_are_lower_case_and_unique() {
    let site = Site::empty();
    assert_eq!(
        site.ok("add vendor --vendor UTvendor --comments 'Some vendor comments'"),
        ""
    );
    insta::assert_snapshot!(site.ok("show vendor --vendor utvendor"), @r"
    Vendor: utvendor
      Comments: Some vendor comments
    ");
    refused(
        &site,
        4,
        "add vendor --vendor utvendor",
        "Bad Request: Vendor utvendor already exists.",
    );
    let error = site.fails(4, "add vendor --vendor oops@!");
    assert!(
        error.starts_with("Bad Request: 'oops@!' is not a valid value for --vendor.\n"),
        "{error}"
    );

    let preview = site.ok("add vendor --vendor other --preview");
    assert!(
        preview.contains("+ vendor:") && preview.contains("name=\"other\""),
        "{preview}"
    );
    site.fails(4, "show vendor --vendor other");
}
