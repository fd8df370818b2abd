//! `aq update_rack`.

use aq_test_support::site::Site;

use super::_tree::{plenary, refused, tree};

#[test]
fn every_option_is_stored() {
    let site = tree();
    site.ok("add_dns_domain --dns_domain example.org");
    site.ok("add rack --building ut --row a --column 1");
    assert_eq!(
        site.ok(
            "update rack --rack ut2 --row XX --column 77 --fullname 'My Rack' --comments new --uri x://1 \
             --default_dns_domain example.org"
        ),
        ""
    );
    insta::assert_snapshot!(site.ok("show rack --rack ut2"), @r"
    Rack: ut2
      Fullname: My Rack
      Row: xx
      Column: 77
      Location URI: x://1
      Comments: new
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny, Building ut]
      Default DNS Domain: example.org
    ");
    refused(
        &site,
        4,
        "update rack --rack ut2 --row a-b",
        "Bad Request: the value 'a-b' for rack_row must be alphanumeric\nRows and columns are one to four letters and \
         digits.",
    );
    refused(
        &site,
        4,
        "update rack --rack ut9 --row a",
        "Not Found: Rack ut9 not found.\nDid you mean ut2?",
    );
}

#[test]
fn moves_within_its_building() {
    let site = tree();
    site.ok("add building --building np --city ny --address x");
    site.ok("add room --room r1 --building ut --floor 1");
    site.ok("add room --room r2 --building ut --floor 1");
    site.ok("add room --room np-lab1 --building np --floor 1");
    site.ok("add rack --building ut --row a --column 1");
    for (target, csv) in [
        ("room r1", "room,r1"),
        ("room r2", "room,r2"),
        ("building ut", "building,ut"),
    ] {
        site.ok(&format!("update rack --rack ut2 --{target}"));
        assert_eq!(
            site.ok("show rack --rack ut2 --format csv").trim_end(),
            format!("rack,ut2,{csv},a,1,,ut2,")
        );
    }
    refused(
        &site,
        4,
        "update rack --rack ut2 --room np-lab1",
        "Bad Request: Cannot change buildings.  Room np-lab1 is in Building np while Rack ut2 is in Building ut.",
    );
    refused(
        &site,
        4,
        "update rack --rack ut2 --building np",
        "Bad Request: Cannot change buildings.  Building np is in Building np while Rack ut2 is in Building ut.",
    );
    refused(
        &site,
        4,
        "update rack --rack ut2 --bunker b.ut",
        "Not Found: Bunker b.ut not found.",
    );
}

#[test]
fn machines_and_hosts_show_position_and_room() {
    let site = Site::start();
    site.ok("add room --room south-1 --building south --floor 1");
    site.ok("update rack --rack south1 --row b --column 7 --room south-1");
    let machine = plenary(&site, "machine/emea/south/south1/south1n1").unwrap();
    for line in [
        "\"rack/row\" = \"b\";",
        "\"rack/column\" = \"7\";",
        "\"sysloc/room\" = \"south-1\";",
    ] {
        assert!(machine.contains(line), "{line}: {machine}");
    }
    let inclusions = plenary(&site, "host/example.org/db2.example.org/archetype/config").unwrap();
    assert!(inclusions.contains("/room/south-1/config"), "{inclusions}");
}
