//! `aq del_dns_environment`.

use super::_site::site;

#[test]
fn what_is_in_use_stays() {
    let site = site();
    for line in [
        "add dns environment --dns_environment ut-env",
        "add network environment --network_environment lab --dns_environment ut-env",
        "add address --fqdn www.example.org --ip 10.0.0.9 --dns_environment ut-env --eon_id 1",
    ] {
        site.ok(line);
    }
    let del = "del dns environment --dns_environment";
    site.refuses(
        4,
        &format!("{del} ut-env"),
        "Bad Request: DNS Environment ut-env is still in use by DNS records, and cannot be deleted.",
    );
    site.ok("del address --fqdn www.example.org --dns_environment ut-env");
    site.refuses(
        4,
        &format!("{del} ut-env"),
        "Bad Request: DNS Environment ut-env is still in use by network environments, and cannot be deleted.",
    );
    site.ok("del network environment --network_environment lab");
    assert_eq!(site.ok(&format!("{del} ut-env")), "");
    site.refuses(
        4,
        &format!("{del} ut-env"),
        "Not Found: DNS Environment ut-env not found.",
    );
    site.refuses(
        4,
        &format!("{del} internal"),
        "Bad Request: DNS Environment internal is the default DNS environment, therefore it cannot be deleted.",
    );
}
