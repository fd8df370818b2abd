//! `aq show_country`.

use super::_tree::{refused, tree};

#[test]
fn one_or_all_in_every_format() {
    let site = tree();
    insta::assert_snapshot!(site.ok("show country --all"), @r"
    Country: us
      Fullname: us
      Location Parents: [Organization org, Hub hub1, Continent na]
    ");
    insta::assert_snapshot!(
        site.ok("show country --country us --format csv"),
        @"country,us,continent,na,,,,us,"
    );
    insta::assert_snapshot!(site.ok("show country --country us --format json"), @r#"
    [
      {
        "type": "country",
        "name": "us",
        "fullname": "us",
        "parents": [
          {
            "type": "organization",
            "name": "org"
          },
          {
            "type": "hub",
            "name": "hub1"
          },
          {
            "type": "continent",
            "name": "na"
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
        "show country --country other",
        "Not Found: Country other not found.",
    );
}
