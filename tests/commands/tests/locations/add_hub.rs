//! `aq add_hub`.

use super::_tree::{refused, tree};

#[test]
fn belongs_to_an_organization() {
    let site = tree();
    assert_eq!(
        site.ok("add hub --hub hub2 --organization org --comments Asia"),
        ""
    );
    insta::assert_snapshot!(site.ok("show hub --hub hub2"), @r"
    Hub: hub2
      Fullname: hub2
      Comments: Asia
      Location Parents: [Organization org]
    ");
    refused(
        &site,
        4,
        "add hub --hub hub3",
        "Bad Request: Please specify --organization, since no default is available.",
    );
    refused(
        &site,
        4,
        "add hub --hub hub2 --organization org",
        "Bad Request: Hub hub2 already exists.",
    );
    refused(
        &site,
        4,
        "add hub --hub hub3 --organization nobody",
        "Not Found: Organization nobody not found.",
    );
}
