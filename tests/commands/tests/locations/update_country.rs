//! `aq update_country`.

use super::_tree::{refused, tree};

#[test]
fn what_is_given_changes_and_empty_removes() {
    let site = tree();
    site.ok("add_dns_domain --dns_domain example.org");
    site.ok("update country --country us --fullname Other --default_dns_domain example.org --comments old");
    insta::assert_snapshot!(site.ok("show country --country us"), @r"
    Country: us
      Fullname: Other
      Comments: old
      Location Parents: [Organization org, Hub hub1, Continent na]
      Default DNS Domain: example.org
    ");
    insta::assert_snapshot!(
        site.ok("show country --country us --format csv"),
        @"country,us,continent,na,,,,Other,example.org"
    );
    site.ok("update country --country us --fullname '' --default_dns_domain '' --comments ''");
    insta::assert_snapshot!(site.ok("show country --country us"), @r"
    Country: us
      Fullname: us
      Location Parents: [Organization org, Hub hub1, Continent na]
    ");
    refused(
        &site,
        4,
        "update country --country us --comments new --default_dns_domain nowhere.net",
        "Not Found: DNS Domain nowhere.net not found.",
    );
    refused(
        &site,
        4,
        "update country --country other --comments new",
        "Not Found: Country other not found.",
    );
}
