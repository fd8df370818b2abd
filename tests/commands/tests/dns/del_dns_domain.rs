//! `aq del_dns_domain`.

use super::_site::site;

#[test]
fn what_is_in_use_stays() {
    let site = site();
    site.ok("add address --fqdn www.example.org --ip 10.0.0.9 --eon_id 1");
    let del = "del dns domain --dns_domain example.org";
    site.refuses(
        4,
        del,
        "Bad Request: DNS domain example.org cannot be deleted while still in use.",
    );
    site.ok("del address --fqdn www.example.org");
    site.ok("update building --building ut --default_dns_domain example.org");
    site.refuses(
        4,
        del,
        "Bad Request: DNS domain example.org cannot be deleted, it is the default DNS domain of locations (e.g. \
         Building ut).\nGive the locations another one with --default_dns_domain, or an empty one, first.",
    );
    site.ok("update building --building ut --default_dns_domain=");
    assert_eq!(site.ok(del), "");
    site.refuses(4, del, "Not Found: DNS Domain example.org not found.");
}
