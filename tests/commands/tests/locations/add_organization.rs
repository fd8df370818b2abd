//! `aq add_organization`.

use aq_test_support::site::Site;

use super::_tree::refused;

#[test]
fn names_are_lower_case_and_unique() {
    let site = Site::empty();
    assert_eq!(
        site.ok("add_organization --organization Acme --comments 'the \"one\"'"),
        ""
    );
    assert_eq!(
        site.query("select name, fullname, comments from location"),
        ["acme|acme|the \"one\""]
    );
    refused(
        &site,
        4,
        "add_organization --organization ACME",
        "Bad Request: Organization acme already exists.",
    );
    let error = site.fails(4, "add_organization --organization 1acme");
    assert!(
        error.starts_with("Bad Request: '1acme' is not a valid value for Organization.\n"),
        "{error}"
    );
    let error = site.fails(4, "add_organization --organization far_too_long_for_it");
    assert!(error.contains("16 at most"), "{error}");
}
