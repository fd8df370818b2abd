//! `aq del_hub`.

use super::_tree::{refused, tree};

#[test]
fn only_an_empty_one_goes() {
    let site = tree();
    refused(
        &site,
        4,
        "del hub --hub hub1",
        "Bad Request: Could not delete hub hub1, other locations were found in it (e.g. continent na).",
    );
    site.ok("add hub --hub hub2 --organization org");
    assert_eq!(site.ok("del hub --hub hub2"), "");
    refused(
        &site,
        4,
        "del hub --hub hub2",
        "Not Found: Hub hub2 not found.\nDid you mean hub1?",
    );
}
