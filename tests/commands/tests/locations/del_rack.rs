//! `aq del_rack`.

use aq_test_support::site::Site;

use super::_tree::{refused, tree};

#[test]
fn an_empty_one_goes_and_its_number_is_not_used_again() {
    let site = tree();
    site.ok("add rack --building ut --row a --column 1");
    assert_eq!(site.ok("del rack --rack ut2"), "");
    refused(&site, 4, "del rack --rack ut2", "Not Found: Rack ut2 not found.");
    assert_eq!(site.ok("add rack --building ut --row a --column 1"), "ut3\n");
}

#[test]
fn hardware_keeps_it() {
    let site = Site::start();
    refused(
        &site,
        4,
        "del rack --rack south1",
        "Bad Request: Could not delete rack south1, hardware objects were found using this location.",
    );
}
