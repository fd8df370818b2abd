//! `aq del_building`.

use super::_tree::{refused, tree};

#[test]
fn only_an_empty_one_goes() {
    let site = tree();
    site.ok("add room --room utroom1 --building ut --floor 1");
    refused(
        &site,
        4,
        "del building --building ut",
        "Bad Request: Could not delete building ut, other locations were found in it (e.g. room utroom1).",
    );
    site.ok("del room --room utroom1");
    assert_eq!(site.ok("del building --building ut"), "");
    refused(
        &site,
        4,
        "del building --building ut",
        "Not Found: Building ut not found.",
    );
}

#[test]
fn network_environments_keep_it() {
    let site = tree();
    site.ok("add_dns_environment --dns_environment lab");
    site.ok("add_network_environment --network_environment lab --dns_environment lab --building ut");
    refused(
        &site,
        4,
        "del building --building ut",
        "Bad Request: Could not delete building ut, network environments were found using this location.",
    );
}
