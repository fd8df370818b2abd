//! `aq update_network_environment`.

use super::_site::{plenary, site};

#[test]
fn place_and_comments_change() {
    let site = site();
    let template = || plenary(&site, "network/internal/10.0.0.0/config").unwrap();
    let before = template();
    site.ok("update network environment --network_environment internal --building np --comments 'All of it'");
    let text = site.ok("show network environment --network_environment internal");
    assert!(
        text.contains("  Building: np\n") && text.contains("  Comments: All of it"),
        "{text}"
    );
    // The templates of the networks name the place of their environment.
    assert_ne!(template(), before);
    site.ok("update network environment --network_environment internal --clear_location --comments=");
    assert_eq!(
        site.ok("show network environment --network_environment internal")
            .trim_end(),
        "Network Environment: internal\n  DNS Environment: internal"
    );
    assert_eq!(template(), before);
    site.refuses(
        4,
        "update network environment --network_environment xx --comments y",
        "Not Found: Network Environment xx not found.",
    );
    site.refuses(
        4,
        "update network environment --network_environment internal --building xx",
        "Not Found: Building xx not found.",
    );
}
