//! `aq show_active_commands`.

use aq_test_support::site::Site;

use super::_held::Held;

#[test]
fn what_runs_is_listed_until_it_ends() {
    let site = Site::start();
    assert_eq!(site.ok("show_active_commands"), "");
    let held = Held::make(&site, "node1.example.org");
    assert_eq!(held.active["user"], "admin@EXAMPLE.COM");
    assert_eq!(held.active["command"], "aq make --hostname='node1.example.org'");
    assert!(held.active["auditid"].is_u64() && held.active["seconds"].is_u64());
    let raw = site.ok("show_active_commands");
    let begin = format!(
        "{} [{}] admin@EXAMPLE.COM: aq make --hostname='node1.example.org' (",
        held.active["auditid"],
        held.id()
    );
    assert!(raw.starts_with(&begin), "{raw}");
    // Who only looks is not kept waiting, and may look without a role.
    assert!(site.user("bob").aq("show_active_commands").status.success());
    let csv = site.ok("show_active_commands --format csv");
    let begin = format!("{},{},admin@EXAMPLE.COM,", held.active["auditid"], held.id());
    assert!(csv.starts_with(&begin), "{csv}");
    held.release();
    assert_eq!(site.ok("show_active_commands"), "");
    assert_eq!(site.aq("show_active_commands --all").status.code(), Some(1));
}
