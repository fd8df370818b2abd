//! `aq add_sandbox`, `get`, `show_sandbox`, `search_sandbox`, `update_sandbox`, `del_sandbox`.

use aq_test_support::site::Site;

#[test]
fn a_sandbox_is_made_and_cloned() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("Ntp");
    let head = site
        .query("select commit_id from branch where name = 'prod'")
        .remove(0);
    assert_eq!(clone.git("rev-parse HEAD").trim(), head);
    assert_eq!(clone.git("symbolic-ref --short HEAD").trim(), "ntp");
    assert_eq!(clone.git("config aquilon.author").trim(), "alice");
    let shown = site.ok("show sandbox --sandbox ntp");
    assert_eq!(
        shown.trim_end(),
        format!(
            "Sandbox: ntp [autosync]\n  Validated: True\n  Owner: alice@EXAMPLE.COM\n  Compiler: None\n  Base Commit: {head}"
        )
    );
    // Inside the clone it is clear which one is meant.
    let path = clone.ok("show_sandbox --pathonly");
    assert!(path.trim_end().ends_with("/templates/alice/ntp"), "{path}");
    assert!(clone.ok("show_sandbox").contains("  Path: "));
    clone.ok("update_sandbox --comments 'New time servers' --noautosync");
    assert!(
        site.ok("show sandbox --sandbox ntp")
            .contains("  Comments: New time servers\n")
            || site
                .ok("show sandbox --sandbox ntp")
                .ends_with("  Comments: New time servers\n")
    );
    for (criteria, found) in [
        ("--owner alice@EXAMPLE.COM", "ntp"),
        ("--owner alice", "ntp"),
        ("--autosync", ""),
        ("--unused --validated", "ntp"),
        ("--used", ""),
    ] {
        assert_eq!(
            site.ok(&format!("search sandbox {criteria}")).trim_end(),
            found,
            "{criteria}"
        );
    }
    // A second clone of the same sandbox needs another place.
    let again = alice.aq("get --sandbox ntp");
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"));
    std::fs::remove_dir_all(&clone.dir).unwrap();
    alice.ok("get --sandbox ntp");
    alice.ok("add_sandbox --sandbox other --noget");
    assert!(!clone.dir.parent().unwrap().join("other").exists());
    alice.ok("del_sandbox --sandbox ntp");
    assert!(clone.dir.exists(), "clones are their owners'");
    assert_eq!(
        site.fails(4, "show sandbox --sandbox ntp").lines().next(),
        Some("Not Found: Sandbox ntp not found.")
    );
    let refs = clone.try_git("ls-remote origin");
    let refs = String::from_utf8_lossy(&refs.stdout).into_owned();
    assert!(
        refs.contains("refs/heads/other") && !refs.contains("refs/heads/ntp"),
        "{refs}"
    );
}

#[test]
fn refusals_change_nothing() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    alice.ok("add_sandbox --sandbox ntp --noget");
    let bob = site.developer("bob", "operations");
    let before = site.state();
    for (line, error) in [
        (
            "add_sandbox --sandbox ntp",
            "Bad Request: A branch named ntp already exists.",
        ),
        (
            "add_sandbox --sandbox prod",
            "Bad Request: A branch named prod already exists.",
        ),
        (
            "add_sandbox --sandbox trash",
            "Bad Request: The branch name trash is reserved.",
        ),
        ("add_sandbox --sandbox ../up", "Not Found: User .. not found."),
        (
            "add_sandbox --sandbox a..b",
            "Bad Request: 'a..b' is not a valid value for --sandbox.",
        ),
        (
            "add_sandbox --sandbox x --start nosuch",
            "Not Found: Branch nosuch not found.",
        ),
        (
            "add_sandbox --sandbox alice/x",
            "Bad Request: Principal bob@EXAMPLE.COM cannot add or get a sandbox on behalf of 'alice'.",
        ),
        (
            "update_sandbox --sandbox ntp --comments x",
            "Forbidden: Only the owner or an AQD admin can update a sandbox.",
        ),
        (
            "del_sandbox --sandbox ntp",
            "Forbidden: Only the owner or an AQD admin can delete a sandbox.",
        ),
        ("get --sandbox nosuch", "Not Found: Sandbox nosuch not found."),
        (
            "show_sandbox --sandbox ntp --pathonly",
            "Bad Request: Must specify sandbox as author/branch when using --pathonly.",
        ),
    ] {
        let output = bob.aq(line);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(4), "{line}: {told}");
        assert_eq!(
            told.lines().find(|l| !l.starts_with("Warning")),
            Some(error),
            "{line}"
        );
    }
    assert_eq!(site.state(), before);
    site.ok("update realm --realm EXAMPLE.COM --untrusted");
    let output = bob.aq("add_sandbox --sandbox x");
    assert!(
        String::from_utf8_lossy(&output.stderr)
            .starts_with("Forbidden: Realm EXAMPLE.COM is not trusted to handle sandboxes."),
    );
}
