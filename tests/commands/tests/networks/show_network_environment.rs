//! `aq show_network_environment`.

use super::_site::site;

#[test]
fn one_or_all_in_every_format() {
    let site = site();
    site.ok("add dns_environment --dns_environment lab");
    site.ok(
        "add network environment --network_environment lab --dns_environment lab --building ut --comments x",
    );
    insta::assert_snapshot!(site.ok("show network environment --all"), @r"
    Network Environment: internal
      DNS Environment: internal
    Network Environment: lab
      DNS Environment: lab
      Building: ut
        Fullname: ut
        Address: 1 Main Street
        Next Rack ID: 2
        Network Devices Require Racks: True
        Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny]
      Comments: x
    ");
    insta::assert_snapshot!(site.ok("show network environment --all --format csv"), @r"
    internal,internal,,,
    lab,lab,building,ut,x
    ");
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show network environment --network_environment lab --format json"))
            .unwrap();
    assert_eq!(json[0]["dns_environment"]["name"], "lab");
    assert_eq!(json[0]["location"]["name"], "ut");
    assert_eq!(json[0]["is_default"], false);
    site.refuses(
        4,
        "show network environment --network_environment lba",
        "Not Found: Network Environment lba not found.\nDid you mean lab?",
    );
}
