//! `aq add_network`.

use super::_site::{plenary, site, told};

#[test]
fn every_option_is_kept() {
    let site = site();
    assert_eq!(
        site.ok(
            "add network --network Fast --ip 10.0.8.0 --netmask 255.255.252.0 --city ny --type tor_net --side b \
             --comments 'Some comments'"
        ),
        ""
    );
    insta::assert_snapshot!(site.ok("show network --ip 10.0.8.0"), @r"
    Network: fast
      Network Environment: internal
      IP: 10.0.8.0
      Netmask: 255.255.252.0
      Sysloc: None
      City: ny
        Fullname: ny
        Timezone: UTC
        Location Parents: [Organization org, Hub hub1, Continent na, Country us]
      Side: b
      Network Type: tor_net
      Comments: Some comments
    ");
    let text = plenary(&site, "network/internal/10.0.8.0/config").unwrap();
    for line in [
        "\"name\" = \"fast\";",
        "\"prefix_length\" = 22;",
        "\"type\" = \"tor_net\";",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    site.ok("add network --network six --ip 2001:db8:: --prefixlen 64 --building ut");
    assert!(
        site.ok("show network --network six")
            .contains("  IP: 2001:db8::\n  Prefix: 64\n  Sysloc: ut.ny.na\n")
    );
    assert!(plenary(&site, "network/internal/2001_db8__/config").is_some());
}

#[test]
fn a_name_may_be_used_again_with_a_warning() {
    let site = site();
    assert!(
        told(
            &site,
            "add network --network net1 --ip 10.0.1.0 --prefixlen 24 --building ut"
        )
        .contains("WARNING: Network name net1 is already used for address 10.0.0.0/24.")
    );
    site.refuses(
        4,
        "show network --network net1",
        "Bad Request: Network net1, network environment internal is not unique.",
    );
}

#[test]
fn overlaps_are_refused_in_both_directions_and_only_within_an_environment() {
    let site = site();
    site.refuses(
        4,
        "add network --network sub --ip 10.0.0.128 --prefixlen 25 --building ut",
        "Bad Request: IP address 10.0.0.128 is part of existing network named net1 with address 10.0.0.0/24.",
    );
    site.ok("add network --network net2 --ip 10.0.1.0 --prefixlen 24 --building ut");
    site.refuses(
        4,
        "add network --network cover --ip 8.0.0.0 --prefixlen 6 --building ut",
        "Bad Request: Network 8.0.0.0/6 covers the existing network named net1 with address 10.0.0.0/24 and 1 more.",
    );
    site.ok("add dns_environment --dns_environment lab");
    site.ok("add network_environment --network_environment lab --dns_environment lab");
    site.ok("add network --network same --ip 10.0.0.0 --prefixlen 8 --building ut --network_environment lab");
}

#[test]
fn what_cannot_be_is_refused() {
    let site = site();
    let add = |rest: &str| format!("add network --network n --ip 10.0.4.0 {rest}");
    site.refuses(
        4,
        "add network --network n --ip 10.0.4.1 --netmask 255.255.255.0 --building ut",
        "Bad Request: Failed to parse the network address: 10.0.4.1/24 has host bits set.\n\
         The network that holds 10.0.4.1 begins at 10.0.4.0.",
    );
    for (rest, error) in [
        (
            "--netmask 255.0.255.0 --building ut",
            "Bad Request: Failed to parse the network address: '255.0.255.0' is not a valid netmask.",
        ),
        (
            "--prefixlen 40 --building ut",
            "Bad Request: Failed to parse the network address: '40' is not a valid prefix length.",
        ),
        (
            "--prefixlen 24 --building xx",
            "Not Found: Building xx not found.",
        ),
        (
            "--prefixlen 24 --building ut --network_environment lab",
            "Not Found: Network Environment lab not found.",
        ),
        (
            "--prefixlen 24 --building ut --network_compartment dmz",
            "Not Found: Network Compartment dmz not found.",
        ),
        (
            "--prefixlen 24 --building ut --side abcde",
            "Bad Request: The side of a network is at most four lower-case characters.",
        ),
    ] {
        site.refuses(4, &add(rest), error);
    }
}

#[test]
fn a_preview_changes_nothing() {
    let site = site();
    let before = site.state();
    let preview = site.ok("add network --network n --ip 10.0.4.0 --prefixlen 24 --building ut --preview");
    assert!(preview.contains("network/internal/10.0.4.0/config"), "{preview}");
    assert_eq!(site.state(), before);
}

#[test]
fn the_default_environment_is_for_administrators() {
    let site = site();
    site.ok("permission --principal bob@EXAMPLE.COM --role operations --createuser");
    site.ok("add dns_environment --dns_environment lab");
    site.ok("add network_environment --network_environment lab --dns_environment lab");
    let bob = site.user("bob");
    let add = "add_network --network n --ip 10.0.4.0 --prefixlen 24 --building ut";
    let refused = bob.aq(add);
    assert_eq!(refused.status.code(), Some(4));
    let error = String::from_utf8(refused.stderr).unwrap();
    assert!(error.contains("network environment internal"), "{error}");
    assert!(
        bob.aq(&format!("{add} --network_environment lab"))
            .status
            .success()
    );
    assert!(!bob.aq("update_network --ip 10.0.0.0 --side b").status.success());
    assert!(!bob.aq("del_network --ip 10.0.0.0").status.success());
    assert_eq!(site.query("select count(*) from network where side = 'a'"), ["2"]);
    // The refused commands are in the audit.
    assert_eq!(
        site.query("select count(*) from xtn join xtn_end on xtn_id = id where username like 'bob@%' and return_code = 403"),
        ["3"]
    );
}
