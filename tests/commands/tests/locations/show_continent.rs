//! `aq show_continent`.

use super::_tree::{refused, tree};

#[test]
fn one_or_all_in_every_format() {
    let site = tree();
    insta::assert_snapshot!(site.ok("show continent --all"), @r"
    Continent: na
      Fullname: North America
      Location Parents: [Organization org, Hub hub1]
    ");
    insta::assert_snapshot!(
        site.ok("show continent --continent na --format csv"),
        @"continent,na,hub,hub1,,,,North America,"
    );
    insta::assert_snapshot!(site.ok("show continent --continent na --format json"), @r#"
    [
      {
        "type": "continent",
        "name": "na",
        "fullname": "North America",
        "parents": [
          {
            "type": "organization",
            "name": "org"
          },
          {
            "type": "hub",
            "name": "hub1"
          }
        ],
        "default_dns_domain": null,
        "uri": null,
        "comments": null
      }
    ]
    "#);
    refused(
        &site,
        4,
        "show continent --continent other",
        "Not Found: Continent other not found.",
    );
}
