//! Networks to begin with.

use aq_test_support::site::Site;

/// A site with organization `org`, hub `hub1`, continent `na`, country `us`, city `ny`, buildings `ut` and `np`, and the
/// network `net1` (10.0.0.0/24) in `ut`.
pub fn site() -> Site {
    let site = Site::empty();
    for line in [
        "add organization --organization org",
        "add hub --hub hub1 --organization org",
        "add continent --continent na --hub hub1",
        "add country --country us --continent na",
        "add city --city ny --country us --timezone UTC",
        "add building --building ut --city ny --address '1 Main Street'",
        "add building --building np --city ny --address '2 Main Street'",
        "add network --network net1 --ip 10.0.0.0 --prefixlen 24 --building ut",
    ] {
        assert_eq!(site.ok(line), "", "{line}");
    }
    site
}

/// What a command that succeeds says beside its result.
pub fn told(site: &Site, line: &str) -> String {
    let output = site.aq(line);
    assert!(output.status.success(), "{line}: {output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// The stored text of a generated template, one line for each of its own.
pub fn plenary(site: &Site, name: &str) -> Option<String> {
    let lines = site.query(&format!("select content from plenary where name = '{name}'"));
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Gives the machine `ut1n1`, made with an interface `eth0`, the address 10.0.0.9 in `net1` with the name
/// `n1.example.org`.
pub fn machine_in_net1(site: &Site) {
    for line in [
        "add dns_domain --dns_domain example.org",
        "add vendor --vendor acme",
        "add model --model c1 --vendor acme --type cpu",
        "add model --model m1 --vendor acme --type rackmount --cpuname c1 --cpuvendor acme --cpunum 1 --memory 1024 \
         --disktype local --diskcontroller sas --disksize 10",
        "add rack --force_rackid ut1 --building ut --row a --column 1",
        "add machine --machine ut1n1 --model m1 --vendor acme --rack ut1",
        "add interface --machine ut1n1 --interface eth0 --mac 02:00:00:00:00:01",
        "add grn --grn grn:/org/a --eon_id 1",
        "add address --fqdn n1.example.org --ip 10.0.0.9 --grn grn:/org/a",
    ] {
        site.ok(line);
    }
    let rows = site.query(
        "insert into address_assignment (interface_id, ip, network_id)
         select i.id, '10.0.0.9', n.id from interface i, network n where i.name = 'eth0' and n.name = 'net1'
         returning ip",
    );
    assert!(rows.iter().any(|row| row == "10.0.0.9"), "{rows:?}");
}
