//! Vendors and parts to begin with.

use aq_test_support::site::Site;

/// A site with the vendors `intel` (CPU `l5520`, network card `e1000`), `acme` (CPU `l5520` too) and `hp`.
pub fn parts() -> Site {
    let site = Site::empty();
    for line in [
        "add vendor --vendor intel",
        "add vendor --vendor acme --comments 'builds \"everything\"'",
        "add vendor --vendor hp",
        "add model --model l5520 --vendor intel --type cpu",
        "add model --model l5520 --vendor acme --type cpu",
        "add model --model utcpu --vendor intel --type cpu",
        "add model --model e1000 --vendor intel --type nic",
    ] {
        assert_eq!(site.ok(line), "", "{line}");
    }
    site
}

/// Runs a command that must fail with this error text, and proves that it changed nothing.
pub fn refused(site: &Site, status: i32, line: &str, error: &str) {
    let before = site.state();
    assert_eq!(site.fails(status, line).trim_end(), error, "{line}");
    assert_eq!(site.state(), before, "{line}");
}
