//! `aq search_domain`.

use aq_test_support::site::Site;

#[test]
fn all_criteria_must_fit() {
    let site = Site::start();
    site.ok("add domain --domain follower --track prod");
    site.ok("add domain --domain strict --change_manager --noauto_compile");
    site.ok("add domain --domain manual --disallow_manage");
    site.execute("update branch set is_sync_valid = false where name = 'strict'");
    for (criteria, found) in [
        ("--track prod", "follower"),
        ("--track strict", ""),
        ("--not_tracking", "manual\nprod\nstrict"),
        ("--used", "prod"),
        ("--unused --not_tracking", "manual\nstrict"),
        ("--change_manager", "strict"),
        ("--nochange_manager --not_tracking", "manual\nprod"),
        ("--auto_compile --unused", "follower\nmanual"),
        ("--noauto_compile --change_manager", "strict"),
        ("--novalidated", "strict"),
        ("--validated --used", "prod"),
        ("--noautosync", ""),
    ] {
        assert_eq!(
            site.ok(&format!("search domain {criteria}")).trim_end(),
            found,
            "{criteria}"
        );
    }
    // What has no profiles is no use when asked for hosts with profiles.
    assert_eq!(site.ok("search domain --used --compileable"), "prod\n");
    site.execute("update archetype set is_compileable = false");
    assert_eq!(site.ok("search domain --used --compileable"), "");
    assert_eq!(site.ok("search domain --used"), "prod\n");

    assert_eq!(
        site.ok("search domain --change_manager --fullinfo"),
        site.ok("show domain --domain strict")
    );
    assert_eq!(
        site.ok("search domain --used --format csv"),
        site.ok("show domain --domain prod --format csv")
    );
    assert_eq!(
        site.ok("search domain --used --format json"),
        site.ok("show domain --domain prod --format json")
    );
    site.refuses(
        4,
        "search domain --track nosuch",
        "Not Found: Branch nosuch not found.",
    );
    assert_eq!(site.aq("search domain").status.code(), Some(1));
}
