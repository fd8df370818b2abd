//! `aq update_building`.

use aq_test_support::site::Site;

use super::_tree::{plenary, refused, tree};

#[test]
fn every_option_is_stored() {
    let site = tree();
    assert_eq!(
        site.ok(
            "update building --building ut --address '24 Cherry Lane' --fullname Unit --next_rackid 7 --comments new \
             --uri x://1 --force_uri --nonetdev_require_rack"
        ),
        ""
    );
    insta::assert_snapshot!(site.ok("show building --building ut"), @r"
    Building: ut
      Fullname: Unit
      Address: 24 Cherry Lane
      Next Rack ID: 7
      Network Devices Require Racks: False
      Location URI: x://1
      Comments: new
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny]
    ");
    refused(
        &site,
        4,
        "update building --building tu --address x",
        "Not Found: Building tu not found.\nDid you mean ut?",
    );
    refused(
        &site,
        4,
        "update building --building ut --next_rackid -1",
        "Bad Request: -1 is not a valid rack number.",
    );
    refused(
        &site,
        4,
        "update building --building ut --city ln",
        "Not Found: City ln not found.",
    );
}

#[test]
fn one_default_dns_domain_per_building() {
    let site = tree();
    site.ok("add_dns_domain --dns_domain one.example.org");
    site.ok("add building --building hq --city ny --address x");
    site.ok("update building --building ut --default_dns_domain one.example.org");
    // The same again is no change.
    site.ok("update building --building ut --default_dns_domain one.example.org");
    refused(
        &site,
        4,
        "update building --building hq --default_dns_domain one.example.org",
        "Bad Request: DNS domain \"one.example.org\" is already being used as the default domain for other buildings \
         (e.g. ut).  Please use --force_dns_domain if you really know what you are doing and insist on using this \
         domain as the default DNS domain for building \"hq\".",
    );
    site.ok("update building --building hq --default_dns_domain one.example.org --force_dns_domain");
    site.ok("update building --building ut --default_dns_domain ''");
    assert_eq!(
        site.query("select b.name from location b join dns_domain d on d.id = b.default_dns_domain_id"),
        ["hq"]
    );
}

#[test]
fn an_empty_building_may_change_hubs() {
    let site = tree();
    for line in [
        "add hub --hub hub2 --organization org",
        "add continent --continent eu --hub hub2",
        "add country --country gb --continent eu",
        "add city --city ln --country gb --timezone Europe/London",
    ] {
        site.ok(line);
    }
    assert_eq!(site.ok("update building --building ut --city ln"), "");
    insta::assert_snapshot!(site.ok("show building --building ut --format csv"), @"building,ut,city,ln,,,,ut,");
}

#[test]
fn hardware_moves_within_the_hub_only() {
    let site = Site::start();
    for line in [
        "add city --city zrh --country ch --timezone Europe/Zurich",
        "add hub --hub apac --organization example",
        "add continent --continent as --hub apac",
        "add country --country jp --continent as",
        "add city --city tyo --country jp --timezone Asia/Tokyo",
        "update building --building north --default_dns_domain example.org",
        "add_dns_domain --dns_domain north.example.org",
    ] {
        site.ok(line);
    }
    refused(
        &site,
        4,
        "update building --building north --city tyo",
        "Bad Request: Cannot change hubs. City tyo is in hub apac, while building north is in hub emea.",
    );
    refused(
        &site,
        4,
        "update building --building north --default_dns_domain north.example.org",
        "Bad Request: There is at least one host in building \"north\" that is aligned with the default DNS domain \
         currently assigned to this building.  Use --force_dns_domain to override this check and change the current \
         default DNS domain to \"north.example.org\".",
    );

    site.ok("update building --building north --city zrh");
    for name in [
        "machine/emea/north/north1/north1n1",
        "network/internal/10.1.0.0/config",
    ] {
        let text = plenary(&site, name).unwrap();
        assert!(text.contains("\"sysloc/city\" = \"zrh\";"), "{name}: {text}");
    }
    let inclusions = plenary(&site, "host/example.org/db1.example.org/archetype/config").unwrap();
    assert!(inclusions.contains("/city/zrh/config"), "{inclusions}");
    let other = plenary(&site, "machine/emea/south/south1/south1n4").unwrap();
    assert!(other.contains("\"sysloc/city\" = \"gva\";"), "{other}");
}
