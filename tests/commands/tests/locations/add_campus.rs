//! `aq add_campus`.

use super::_tree::{refused, tree};

#[test]
fn belongs_to_a_country() {
    let site = tree();
    assert_eq!(
        site.ok("add campus --campus NY --country us --fullname Other --comments new"),
        ""
    );
    insta::assert_snapshot!(site.ok("show campus --campus ny"), @r"
    Campus: ny
      Fullname: Other
      Comments: new
      Location Parents: [Organization org, Hub hub1, Continent na, Country us]
    ");
    refused(
        &site,
        4,
        "add campus --campus ta --country us",
        "Bad Request: Campus ta already exists.",
    );
    refused(
        &site,
        4,
        "add campus --campus other --country zz",
        "Not Found: Country zz not found.",
    );
    let error = site.fails(4, "add campus --campus 'a b' --country us");
    assert!(
        error.starts_with("Bad Request: 'a b' is not a valid value for Campus.\n"),
        "{error}"
    );
}
