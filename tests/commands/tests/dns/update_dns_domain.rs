//! `aq update_dns_domain`.

use super::_site::site;

#[test]
fn restriction_and_comments_change() {
    let site = site();
    let show = || {
        site.ok("show dns domain --dns_domain example.org")
            .trim_end()
            .to_owned()
    };
    site.ok("update dns domain --dns_domain example.org --restricted --comments mine");
    assert_eq!(
        show(),
        "DNS Domain: example.org\n  Restricted: True\n  Comments: mine"
    );
    site.ok("update dns domain --dns_domain example.org --norestricted --comments=");
    assert_eq!(show(), "DNS Domain: example.org\n  Restricted: False");
    site.refuses(
        4,
        "update dns domain --dns_domain xx.org --comments y",
        "Not Found: DNS Domain xx.org not found.",
    );
}
