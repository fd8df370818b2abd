//! `aq show_campus`.

use super::_tree::{refused, tree};

#[test]
fn one_or_all_in_every_format() {
    let site = tree();
    insta::assert_snapshot!(site.ok("show campus --all"), @r"
    Campus: ta
      Fullname: ta
      Location Parents: [Organization org, Hub hub1, Continent na, Country us]
    ");
    insta::assert_snapshot!(
        site.ok("show campus --campus ta --format csv"),
        @"campus,ta,country,us,,,,ta,"
    );
    insta::assert_snapshot!(site.ok("show campus --campus ta --format json"), @r#"
    [
      {
        "type": "campus",
        "name": "ta",
        "fullname": "ta",
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
          },
          {
            "type": "country",
            "name": "us"
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
        "show campus --campus other",
        "Not Found: Campus other not found.",
    );
}
