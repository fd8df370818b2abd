//! `aq search_network`.

use super::_site::{machine_in_net1, site};

#[test]
fn every_criterion_narrows() {
    let site = site();
    machine_in_net1(&site);
    for line in [
        "add network --network net2 --ip 10.0.1.0 --prefixlen 24 --building np --type tor_net --side b",
        "add network --network wide --ip 10.1.0.0 --prefixlen 16 --city ny",
        "add network --network early --ip 9.0.0.0 --prefixlen 16 --rack ut1",
        "add dns_environment --dns_environment lab",
        "add network_environment --network_environment lab --dns_environment lab",
        "add network --network labnet --ip 10.0.0.0 --prefixlen 25 --building ut --network_environment lab",
    ] {
        site.ok(line);
    }
    for (criteria, found) in [
        ("--city ny", "9.0.0.0/16\n10.0.0.0/24\n10.0.1.0/24\n10.1.0.0/16"),
        ("--city ny --exact_location", "10.1.0.0/16"),
        ("--building ut", "9.0.0.0/16\n10.0.0.0/24"),
        ("--building ut --network_environment lab", "10.0.0.0/25"),
        ("--network net2", "10.0.1.0/24"),
        ("--type TOR_NET", "10.0.1.0/24"),
        ("--side b", "10.0.1.0/24"),
        ("--ip 10.1.77.1", "10.1.0.0/16"),
        ("--machine ut1n1", "10.0.0.0/24"),
        ("--fqdn n1.example.org", "10.0.0.0/24"),
        ("--fqdn nobody.example.org", ""),
        ("--side b --building ut", ""),
        ("--has_dynamic_ranges", ""),
    ] {
        assert_eq!(
            site.ok(&format!("search network {criteria}")).trim_end(),
            found,
            "{criteria}"
        );
    }
    assert_eq!(
        site.ok("search network --side b --format csv").trim_end(),
        "net2,10.0.1.0,255.255.255.0,np.ny.na,us,b,tor_net,"
    );
    let full = site.ok("search network --ip 10.0.0.1 --fullinfo");
    assert!(full.starts_with("Network: net1\n"), "{full}");
    assert!(full.contains("  Machine: ut1n1, interface: eth0"), "{full}");

    for (criteria, error) in [
        (
            "--ip 172.16.0.1",
            "Not Found: Could not determine network containing IP address 172.16.0.1.",
        ),
        ("--cluster utecl1", "Not Found: Cluster utecl1 not found."),
        (
            "--virtual_switch utvswitch",
            "Not Found: Virtual Switch utvswitch not found.",
        ),
        ("--pg user-v710", "Not Found: Port Group user-v710 not found."),
        (
            "--machine ut1n9",
            "Not Found: Machine ut1n9 not found.\nDid you mean ut1n1?",
        ),
        (
            "--fqdn n1.example.com",
            "Not Found: DNS Domain example.com not found.\nDid you mean example.org?",
        ),
    ] {
        site.refuses(4, &format!("search network {criteria}"), error);
    }
    site.execute("delete from address_assignment");
    site.refuses(
        4,
        "search network --machine ut1n1",
        "Bad Request: Machine ut1n1 has no interfaces with a port group or assigned to a network.",
    );
}
