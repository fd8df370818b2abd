//! `aq del_organization`.

use super::_tree::{refused, tree};

#[test]
fn only_an_empty_one_goes() {
    let site = tree();
    refused(
        &site,
        4,
        "del_organization --organization org",
        "Bad Request: Could not delete organization org, other locations were found in it (e.g. hub hub1).",
    );
    site.ok("add_organization --organization acme");
    assert_eq!(site.ok("del_organization --organization acme"), "");
    refused(
        &site,
        4,
        "del_organization --organization acme",
        "Not Found: Organization acme not found.",
    );
}
