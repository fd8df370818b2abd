//! `aq update_dns_environment`.

use super::_site::site;

#[test]
fn comments_change() {
    let site = site();
    let show = || {
        site.ok("show dns environment --dns_environment internal")
            .trim_end()
            .to_owned()
    };
    site.ok("update dns environment --dns_environment internal --comments 'New comments'");
    assert_eq!(show(), "DNS Environment: internal\n  Comments: New comments");
    site.ok("update dns environment --dns_environment internal --comments=");
    assert_eq!(show(), "DNS Environment: internal");
    site.refuses(
        4,
        "update dns environment --dns_environment no-such-env --comments y",
        "Not Found: DNS Environment no-such-env not found.",
    );
}
