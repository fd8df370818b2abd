//! `aq add_network_environment`.

use super::_site::site;

#[test]
fn an_address_space_with_its_own_names() {
    let site = site();
    site.ok("add dns_environment --dns_environment lab --comments 'DNS comments'");
    assert_eq!(
        site.ok(
            "add network environment --network_environment Lab --building np --dns_environment lab --comments 'Some comments'"
        ),
        ""
    );
    insta::assert_snapshot!(site.ok("show network environment --network_environment lab"), @r"
    Network Environment: lab
      DNS Environment: lab
        Comments: DNS comments
      Building: np
        Fullname: np
        Address: 2 Main Street
        Next Rack ID: 2
        Network Devices Require Racks: True
        Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny]
      Comments: Some comments
    ");
    let add = |rest: &str| format!("add network environment {rest}");
    for (rest, error) in [
        (
            "--network_environment lab --dns_environment lab",
            "Bad Request: Network Environment lab already exists.",
        ),
        (
            "--network_environment '<bad>' --dns_environment lab",
            "Bad Request: '<bad>' is not a valid value for network environment.\nThe name of a network environment \
             starts with a letter or underscore, followed by letters, digits, '_', '.' and '-' (64 at most).",
        ),
        (
            "--network_environment other --dns_environment internal",
            "Bad Request: Only the default network environment may be associated with the default DNS environment.",
        ),
        (
            "--network_environment other --dns_environment xx",
            "Not Found: DNS Environment xx not found.",
        ),
        (
            "--network_environment other --dns_environment lab --building xx",
            "Not Found: Building xx not found.",
        ),
    ] {
        site.refuses(4, &add(rest), error);
    }
}
