//! `aq add_dns_domain`.

use super::_site::site;

#[test]
fn names_are_checked_label_by_label() {
    let site = site();
    assert_eq!(
        site.ok("add dns domain --dns_domain Cards.Example.com --restricted --comments 'A pack of lies'"),
        ""
    );
    insta::assert_snapshot!(site.ok("show dns domain --dns_domain cards.example.com"), @r"
    DNS Domain: cards.example.com
      Restricted: True
      Comments: A pack of lies
    ");
    for (name, error) in [
        (
            "example.org",
            "Bad Request: DNS Domain example.org already exists.",
        ),
        ("toplevel", "Bad Request: Top-level DNS domains cannot be added."),
        ("foo-.example.org", "Bad Request: Illegal DNS name format 'foo-'."),
    ] {
        site.refuses(4, &format!("add dns domain --dns_domain {name}"), error);
    }
    let long = "s".repeat(64);
    let error = site.fails(4, &format!("add dns domain --dns_domain {long}.example.org"));
    assert!(error.contains("is more than the maximum 63 allowed."), "{error}");
}
