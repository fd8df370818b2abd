//! `aq del_room`.

use super::_tree::{refused, tree};

#[test]
fn only_an_empty_one_goes() {
    let site = tree();
    site.ok("add room --room r1 --building ut --floor 1");
    site.ok("add rack --room r1 --row a --column 1");
    refused(
        &site,
        4,
        "del room --room r1",
        "Bad Request: Could not delete room r1, other locations were found in it (e.g. rack ut2).",
    );
    site.ok("del rack --rack ut2");
    assert_eq!(site.ok("del room --room r1"), "");
    refused(&site, 4, "del room --room r1", "Not Found: Room r1 not found.");
}
