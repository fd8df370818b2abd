//! `aq search_network_environment`.

use super::_site::site;

#[test]
fn by_name_and_place() {
    let site = site();
    for line in [
        "add dns_environment --dns_environment lab",
        "add network environment --network_environment lab1 --dns_environment lab --building ut",
        "add network environment --network_environment lab2 --dns_environment lab --building np",
    ] {
        site.ok(line);
    }
    let search = |rest: &str| {
        site.ok(&format!("search network environment {rest}"))
            .trim_end()
            .to_owned()
    };
    assert_eq!(search("--building ut"), "lab1");
    assert_eq!(search("--network_environment lab2"), "lab2");
    assert_eq!(search("--network_environment lab2 --building ut"), "");
    assert_eq!(search("--building np --format csv"), "lab2,lab,building,np,");
    assert!(
        search("--building np --fullinfo").starts_with("Network Environment: lab2\n  DNS Environment: lab\n")
    );
    site.refuses(
        4,
        "search network environment --building xx",
        "Not Found: Building xx not found.",
    );
}
