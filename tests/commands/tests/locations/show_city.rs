//! `aq show_city`.

use super::_tree::{refused, tree};

#[test]
fn one_or_all_in_every_format() {
    let site = tree();
    site.ok("add city --city bos --country us --timezone UTC");
    insta::assert_snapshot!(site.ok("show city --all"), @r"
    City: bos
      Fullname: bos
      Timezone: UTC
      Location Parents: [Organization org, Hub hub1, Continent na, Country us]
    City: ny
      Fullname: New York
      Timezone: America/New_York
      Location Parents: [Organization org, Hub hub1, Continent na, Country us]
    ");
    insta::assert_snapshot!(
        site.ok("show city --city ny --format csv"),
        @"city,ny,country,us,,,America/New_York,New York,"
    );
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show city --city ny --format json")).unwrap();
    assert_eq!(json[0]["timezone"], "America/New_York");
    assert_eq!(json[0]["parents"][3]["name"], "us");
    refused(
        &site,
        4,
        "show city --city nyy",
        "Not Found: City nyy not found.\nDid you mean ny?",
    );
}
