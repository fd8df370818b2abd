//! `aq search_sandbox`.

use aq_test_support::site::Site;

#[test]
fn all_criteria_must_fit() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    let bob = site.developer("bob", "operations");
    alice.ok("add_sandbox --sandbox one --noget");
    alice.ok("update_sandbox --sandbox one --noautosync --compiler_version 10.8");
    bob.ok("add_sandbox --sandbox two --noget");
    site.ok("manage --hostname web1.example.org --sandbox bob/two");
    for (criteria, found) in [
        ("--owner alice", "one"),
        ("--owner bob@EXAMPLE.COM --used", "two"),
        ("--autosync", "two"),
        ("--noautosync", "one"),
        ("--compiler_version 10.8", "one"),
        ("--unused", "one"),
        ("--used --compileable", "two"),
        ("--validated", "one\ntwo"),
        ("--owner alice --used", ""),
    ] {
        assert_eq!(
            site.ok(&format!("search sandbox {criteria}")).trim_end(),
            found,
            "{criteria}"
        );
    }
    assert!(
        site.ok("search sandbox --owner alice --fullinfo")
            .starts_with("Sandbox: one\n  Validated: True\n")
    );
    assert_eq!(
        site.fails(4, "search sandbox --owner nobody").lines().next(),
        Some("Not Found: Principal nobody@EXAMPLE.COM not found.")
    );
}
