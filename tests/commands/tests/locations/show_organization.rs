//! `aq show_organization`.

use super::_tree::{refused, tree};

#[test]
fn one_or_all_in_every_format() {
    let site = tree();
    site.ok("add_organization --organization acme");
    insta::assert_snapshot!(site.ok("show organization --organization org"), @r"
    Organization: org
      Fullname: The Organization
    ");
    insta::assert_snapshot!(site.ok("show organization --all"), @r"
    Organization: acme
      Fullname: acme
    Organization: org
      Fullname: The Organization
    ");
    insta::assert_snapshot!(site.ok("show organization --all --format csv"), @r"
    organization,acme,,,,,,acme,
    organization,org,,,,,,The Organization,
    ");
    insta::assert_snapshot!(site.ok("show organization --organization ORG --format json"), @r#"
    [
      {
        "type": "organization",
        "name": "org",
        "fullname": "The Organization",
        "parents": [],
        "default_dns_domain": null,
        "uri": null,
        "comments": null
      }
    ]
    "#);
    refused(
        &site,
        4,
        "show organization --organization orgg",
        "Not Found: Organization orgg not found.\nDid you mean org?",
    );
}
