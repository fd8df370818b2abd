//! `aq del_network`.

use super::_site::{machine_in_net1, plenary, site};

#[test]
fn what_is_in_use_stays() {
    let site = site();
    machine_in_net1(&site);
    site.refuses(
        4,
        "del network --ip 10.0.0.0",
        "Bad Request: Network net1 [10.0.0.0/24] is still in use by hosts and cannot be deleted.",
    );
    site.execute("delete from address_assignment");
    site.refuses(
        4,
        "del network --ip 10.0.0.0",
        "Bad Request: Network net1 [10.0.0.0/24] is still in use by DNS entries and cannot be deleted.",
    );
    site.ok("del address --fqdn n1.example.org");

    // Declared routers go, with their names.
    site.ok("add address --fqdn gw.example.org --ip 10.0.0.1 --grn grn:/org/a");
    site.execute(
        "insert into router_address (network_id, ip) select id, '10.0.0.1' from network where name = 'net1'",
    );
    assert_eq!(site.ok("del network --ip 10.0.0.0"), "");
    assert_eq!(
        site.query("select (select count(*) from network), (select count(*) from fqdn)"),
        ["0|0"]
    );
    assert_eq!(plenary(&site, "network/internal/10.0.0.0/config"), None);
    site.refuses(
        4,
        "del network --ip 10.0.0.0",
        "Not Found: Network network environment internal, ip 10.0.0.0 not found.",
    );
}
