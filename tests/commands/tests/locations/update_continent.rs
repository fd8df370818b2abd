//! `aq update_continent`.

use super::_tree::{refused, tree};

#[test]
fn what_is_given_changes_and_empty_removes() {
    let site = tree();
    site.ok("add_dns_domain --dns_domain example.org");
    site.ok(
        "update continent --continent na --fullname Other --default_dns_domain example.org --comments old",
    );
    insta::assert_snapshot!(site.ok("show continent --continent na"), @r"
    Continent: na
      Fullname: Other
      Comments: old
      Location Parents: [Organization org, Hub hub1]
      Default DNS Domain: example.org
    ");
    insta::assert_snapshot!(
        site.ok("show continent --continent na --format csv"),
        @"continent,na,hub,hub1,,,,Other,example.org"
    );
    site.ok("update continent --continent na --fullname '' --default_dns_domain '' --comments ''");
    insta::assert_snapshot!(site.ok("show continent --continent na"), @r"
    Continent: na
      Fullname: na
      Location Parents: [Organization org, Hub hub1]
    ");
    refused(
        &site,
        4,
        "update continent --continent na --comments new --default_dns_domain nowhere.net",
        "Not Found: DNS Domain nowhere.net not found.",
    );
    refused(
        &site,
        4,
        "update continent --continent other --comments new",
        "Not Found: Continent other not found.",
    );
}
