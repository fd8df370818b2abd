//! `aq del_country`.

use super::_tree::{plenary, refused, tree};

#[test]
fn cities_keep_it_unless_forced() {
    let site = tree();
    site.ok("add city --city bos --campus ta --timezone UTC");
    refused(
        &site,
        4,
        "del country --country us",
        "Bad Request: Could not delete country us, at least one city found in this country.",
    );
    assert_eq!(site.ok("del country --country us --force_non_empty"), "");
    insta::assert_snapshot!(site.ok("show building --building ut"), @r"
    Building: ut
      Fullname: ut
      Address: 1 Main Street
      Next Rack ID: 2
      Network Devices Require Racks: True
      Location Parents: [Organization org, Hub hub1, Continent na, City ny]
    ");
    insta::assert_snapshot!(site.ok("show city --city bos --format csv"), @"city,bos,campus,ta,,,UTC,bos,");
    assert!(plenary(&site, "site/americas/ny/config").is_some());
    refused(
        &site,
        4,
        "del country --country us",
        "Not Found: Country us not found.",
    );
}

#[test]
fn an_empty_one_goes_and_other_users_keep_it() {
    let site = tree();
    site.ok("add country --country ca --continent na");
    site.ok("add campus --campus mtl --country ca");
    refused(
        &site,
        4,
        "del country --country ca",
        "Bad Request: Could not delete country ca, other locations were found in it (e.g. campus mtl).",
    );
    site.ok("del campus --campus mtl");
    site.ok("add network --network canada --ip 10.9.0.0 --prefixlen 24 --country ca");
    refused(
        &site,
        4,
        "del country --country ca --force_non_empty",
        "Bad Request: Could not delete country ca, networks were found using this location.",
    );
    site.ok("del network --ip 10.9.0.0");
    assert_eq!(site.ok("del country --country ca"), "");
}
