//! `aq del_network_environment`.

use super::_site::site;

#[test]
fn what_is_in_use_stays() {
    let site = site();
    for line in [
        "add dns_environment --dns_environment lab",
        "add network environment --network_environment lab --dns_environment lab",
        "add network --network n --ip 10.0.0.0 --prefixlen 24 --building ut --network_environment lab",
    ] {
        site.ok(line);
    }
    let del = "del network environment --network_environment";
    site.refuses(
        4,
        &format!("{del} lab"),
        "Bad Request: Network Environment lab still has networks defined, delete them first.",
    );
    site.refuses(
        4,
        &format!("{del} internal"),
        "Bad Request: Network Environment internal is the default network environment, therefore it cannot be deleted.",
    );
    site.ok("del network --ip 10.0.0.0 --network_environment lab");
    assert_eq!(site.ok(&format!("{del} lab")), "");
    site.refuses(
        4,
        &format!("{del} lab"),
        "Not Found: Network Environment lab not found.",
    );
}
