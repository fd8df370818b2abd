//! `aq show_building`.

use super::_tree::{refused, tree};

#[test]
fn one_or_all_in_every_format() {
    let site = tree();
    site.ok(
        "add building --building bu --city ny --address '12 Cherry Lane, NY' --uri assetinventory://003428",
    );
    insta::assert_snapshot!(site.ok("show building --all"), @r"
    Building: bu
      Fullname: bu
      Address: 12 Cherry Lane, NY
      Next Rack ID: 2
      Network Devices Require Racks: True
      Location URI: assetinventory://003428
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny]
    Building: ut
      Fullname: ut
      Address: 1 Main Street
      Next Rack ID: 2
      Network Devices Require Racks: True
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny]
    ");
    insta::assert_snapshot!(site.ok("show building --building bu --format csv"), @"building,bu,city,ny,,,,bu,");
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show building --building bu --format json")).unwrap();
    assert_eq!(json[0]["address"], "12 Cherry Lane, NY");
    assert_eq!(json[0]["next_rackid"], 2);
    assert_eq!(json[0]["netdev_require_rack"], true);
    assert_eq!(json[0]["uri"], "assetinventory://003428");
    refused(
        &site,
        4,
        "show building --building xy",
        "Not Found: Building xy not found.",
    );
}
