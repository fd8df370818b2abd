//! `aq update_campus`.

use super::_tree::{refused, tree};

#[test]
fn what_is_given_changes_and_empty_removes() {
    let site = tree();
    site.ok("add_dns_domain --dns_domain example.org");
    site.ok("update campus --campus ta --fullname Other --default_dns_domain example.org --comments old");
    insta::assert_snapshot!(site.ok("show campus --campus ta"), @r"
    Campus: ta
      Fullname: Other
      Comments: old
      Location Parents: [Organization org, Hub hub1, Continent na, Country us]
      Default DNS Domain: example.org
    ");
    insta::assert_snapshot!(
        site.ok("show campus --campus ta --format csv"),
        @"campus,ta,country,us,,,,Other,example.org"
    );
    site.ok("update campus --campus ta --fullname '' --default_dns_domain '' --comments ''");
    insta::assert_snapshot!(site.ok("show campus --campus ta"), @r"
    Campus: ta
      Fullname: ta
      Location Parents: [Organization org, Hub hub1, Continent na, Country us]
    ");
    refused(
        &site,
        4,
        "update campus --campus ta --comments new --default_dns_domain nowhere.net",
        "Not Found: DNS Domain nowhere.net not found.",
    );
    refused(
        &site,
        4,
        "update campus --campus other --comments new",
        "Not Found: Campus other not found.",
    );
}
