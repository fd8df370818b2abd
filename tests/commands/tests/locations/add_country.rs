//! `aq add_country`.

use super::_tree::{refused, tree};

#[test]
fn belongs_to_a_continent() {
    let site = tree();
    assert_eq!(
        site.ok("add country --country CA --continent na --fullname Other --comments new"),
        ""
    );
    insta::assert_snapshot!(site.ok("show country --country ca"), @r"
    Country: ca
      Fullname: Other
      Comments: new
      Location Parents: [Organization org, Hub hub1, Continent na]
    ");
    refused(
        &site,
        4,
        "add country --country us --continent na",
        "Bad Request: Country us already exists.",
    );
    refused(
        &site,
        4,
        "add country --country other --continent zz",
        "Not Found: Continent zz not found.",
    );
    let error = site.fails(4, "add country --country 'a b' --continent na");
    assert!(
        error.starts_with("Bad Request: 'a b' is not a valid value for Country.\n"),
        "{error}"
    );
}
