//! `aq update_organization`.

use super::_tree::{refused, tree};

#[test]
fn what_is_given_changes_and_empty_removes() {
    let site = tree();
    site.ok("add_dns_domain --dns_domain example.org");
    site.ok("update_organization --organization org --fullname Other --default_dns_domain example.org --comments old");
    insta::assert_snapshot!(site.ok("show organization --organization org"), @r"
    Organization: org
      Fullname: Other
      Comments: old
      Default DNS Domain: example.org
    ");
    site.ok("update_organization --organization org --default_dns_domain '' --comments ''");
    insta::assert_snapshot!(site.ok("show organization --organization org"), @r"
    Organization: org
      Fullname: Other
    ");
    refused(
        &site,
        4,
        "update_organization --organization org --default_dns_domain example.com --comments new",
        "Not Found: DNS Domain example.com not found.\nDid you mean example.org?",
    );
    refused(
        &site,
        4,
        "update_organization --organization other --comments new",
        "Not Found: Organization other not found.",
    );
}
