//! `aq del_continent`.

use super::_tree::{refused, tree};

#[test]
fn only_an_empty_one_goes() {
    let site = tree();
    refused(
        &site,
        4,
        "del continent --continent na",
        "Bad Request: Could not delete continent na, other locations were found in it (e.g. country us).",
    );
    site.ok("add continent --continent sa --hub hub1");
    assert_eq!(site.ok("del continent --continent sa"), "");
    refused(
        &site,
        4,
        "del continent --continent antarctica",
        "Not Found: Continent antarctica not found.",
    );
}
