//! Names to begin with.

use aq_test_support::site::Site;

/// A site with the DNS domain `example.org`, the network `net1` (10.0.0.0/24) in building `ut`, and the owner
/// `grn:/org/a`.
pub fn site() -> Site {
    let site = Site::empty();
    for line in [
        "add organization --organization org",
        "add hub --hub hub1 --organization org",
        "add continent --continent na --hub hub1",
        "add country --country us --continent na",
        "add city --city ny --country us --timezone UTC",
        "add building --building ut --city ny --address '1 Main Street'",
        "add network --network net1 --ip 10.0.0.0 --prefixlen 24 --building ut",
        "add dns_domain --dns_domain example.org",
        "add grn --grn grn:/org/a --eon_id 1",
    ] {
        assert_eq!(site.ok(line), "", "{line}");
    }
    site
}
