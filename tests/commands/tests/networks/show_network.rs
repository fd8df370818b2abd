//! `aq show_network`.

use super::_site::{machine_in_net1, site};

#[test]
fn one_or_all_in_every_format() {
    let site = site();
    site.ok("add network --network six --ip 2001:db8:: --prefixlen 64 --city ny --comments 'a, b'");
    insta::assert_snapshot!(site.ok("show network --network NET1"), @r"
    Network: net1
      Network Environment: internal
      IP: 10.0.0.0
      Netmask: 255.255.255.0
      Sysloc: ut.ny.na
      Building: ut
        Fullname: ut
        Address: 1 Main Street
        Next Rack ID: 2
        Network Devices Require Racks: True
        Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny]
      Side: a
      Network Type: unknown
    ");
    insta::assert_snapshot!(site.ok("show network --all --format csv"), @r#"
    net1,10.0.0.0,255.255.255.0,ut.ny.na,us,a,unknown,
    six,2001:db8::,ffff:ffff:ffff:ffff::,,us,a,unknown,"a, b"
    "#);
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show network --ip 10.0.0.0 --format json")).unwrap();
    insta::assert_snapshot!(format!("{json:#}"), @r#"
    [
      {
        "name": "net1",
        "network": "10.0.0.0/24",
        "ip": "10.0.0.0",
        "netmask": "255.255.255.0",
        "prefixlen": 24,
        "broadcast": "10.0.0.255",
        "network_environment": "internal",
        "network_compartment": null,
        "sysloc": "ut.ny.na",
        "location": {
          "type": "building",
          "name": "ut",
          "fullname": "ut",
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
            },
            {
              "type": "city",
              "name": "ny"
            }
          ],
          "default_dns_domain": null,
          "uri": null,
          "comments": null,
          "address": "1 Main Street",
          "next_rackid": 2,
          "netdev_require_rack": true
        },
        "side": "a",
        "type": "unknown",
        "comments": null,
        "routers": []
      }
    ]
    "#);
    site.refuses(
        4,
        "show network --network xx",
        "Not Found: Network xx, network environment internal not found.",
    );
    // An address inside a network is not the network's.
    site.refuses(
        4,
        "show network --ip 10.0.0.1",
        "Not Found: Network network environment internal, ip 10.0.0.1 not found.",
    );
}

#[test]
fn addresses_and_routers_are_listed() {
    let site = site();
    machine_in_net1(&site);
    site.execute(
        "insert into router_address (network_id, ip, location_id)
         select n.id, '10.0.0.1'::inet, l.id from network n, location l where n.name = 'net1' and l.name = 'ut'
         union all select n.id, '10.0.0.2', null from network n where n.name = 'net1'",
    );
    for option in ["--hosts", "--address_assignments"] {
        let text = site.ok(&format!("show network --ip 10.0.0.0 {option}"));
        for line in [
            "\n  Routers: 10.0.0.1 (Building ut), 10.0.0.2 (None)\n",
            "\n  Machine: ut1n1, interface: eth0, MAC: 02:00:00:00:00:01, IP: 10.0.0.9 (n1.example.org)",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show network --ip 10.0.0.0 --hosts --format json")).unwrap();
    assert_eq!(json[0]["addresses"][0]["names"][0], "n1.example.org");
    assert_eq!(json[0]["routers"][0]["location"], "Building ut");
}
