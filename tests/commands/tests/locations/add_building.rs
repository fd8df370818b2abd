//! `aq add_building`.

use super::_tree::{refused, tree};

#[test]
fn every_option_is_kept() {
    let site = tree();
    assert_eq!(
        site.ok(
            "add building --building NP --city ny --fullname one-nyp --address '1 NY Plaza' --next_rackid 3 \
             --nonetdev_require_rack --uri assetinventory://003428 --force_uri --comments new"
        ),
        ""
    );
    insta::assert_snapshot!(site.ok("show building --building np"), @r"
    Building: np
      Fullname: one-nyp
      Address: 1 NY Plaza
      Next Rack ID: 3
      Network Devices Require Racks: False
      Location URI: assetinventory://003428
      Comments: new
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny]
    ");
    refused(
        &site,
        4,
        "add building --building ut --city ny --address x",
        "Bad Request: Building ut already exists.",
    );
    refused(
        &site,
        4,
        "add building --building hq --city london --address x",
        "Not Found: City london not found.",
    );
    refused(
        &site,
        4,
        "add building --building hq --city ny --address x --next_rackid 0",
        "Bad Request: 0 is not a valid rack number.",
    );
    refused(
        &site,
        4,
        "add building --building hq --city ny --address x --next_rackid 99999999999",
        "Bad Request: 99999999999 is not a valid rack number.",
    );
}
