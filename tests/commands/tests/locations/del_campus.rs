//! `aq del_campus`.

use super::_tree::{refused, tree};

#[test]
fn only_an_empty_one_goes() {
    let site = tree();
    site.ok("add city --city bos --campus ta --timezone UTC");
    refused(
        &site,
        4,
        "del campus --campus ta",
        "Bad Request: Could not delete campus ta, other locations were found in it (e.g. city bos).",
    );
    site.ok("del city --city bos");
    assert_eq!(site.ok("del campus --campus ta"), "");
    refused(
        &site,
        4,
        "del campus --campus ta",
        "Not Found: Campus ta not found.",
    );
}
