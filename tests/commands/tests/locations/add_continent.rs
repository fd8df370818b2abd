//! `aq add_continent`.

use super::_tree::{refused, tree};

#[test]
fn belongs_to_a_hub() {
    let site = tree();
    assert_eq!(
        site.ok("add continent --continent SA --hub hub1 --fullname Other --comments new"),
        ""
    );
    insta::assert_snapshot!(site.ok("show continent --continent sa"), @r"
    Continent: sa
      Fullname: Other
      Comments: new
      Location Parents: [Organization org, Hub hub1]
    ");
    refused(
        &site,
        4,
        "add continent --continent na --hub hub1",
        "Bad Request: Continent na already exists.",
    );
    refused(
        &site,
        4,
        "add continent --continent other --hub hub9",
        "Not Found: Hub hub9 not found.\nDid you mean hub1?",
    );
    let error = site.fails(4, "add continent --continent 'a b' --hub hub1");
    assert!(
        error.starts_with("Bad Request: 'a b' is not a valid value for Continent.\n"),
        "{error}"
    );
}
