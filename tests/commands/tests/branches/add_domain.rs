//! `aq add_domain`, `show_domain`, `search_domain`.

use aq_test_support::site::Site;

#[test]
fn a_domain_begins_where_another_branch_stands() {
    let site = Site::empty();
    assert_eq!(
        site.ok("add domain --domain Deployable --comments 'Some words' --noauto_compile"),
        ""
    );
    insta::assert_snapshot!(site.ok("show domain --domain deployable"), @r"
    Domain: deployable [autosync]
      Validated: True
      Compiler: None
      Requires Change Manager: False
      May Contain Hosts/Clusters: True
      Archived: False
      Comments: Some words
      Auto Compile: False
    ");
    assert_eq!(
        site.ok("add domain --domain follower --track prod --disallow_manage"),
        ""
    );
    let follower = site.ok("show domain --domain follower");
    assert!(
        follower.contains("  Tracking: domain prod\n  Rollback commit: None\n"),
        "{follower}"
    );
    assert!(
        follower.contains("  May Contain Hosts/Clusters: False\n"),
        "{follower}"
    );
    assert_eq!(
        site.ok("add domain --domain strict --start deployable --change_manager"),
        ""
    );

    let heads = site.query("select distinct commit_id from branch where commit_id is not null");
    assert_eq!(heads.len(), 1, "{heads:?}");
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show domain --domain follower --format json")).unwrap();
    assert_eq!(json[0]["commit"], heads[0].as_str());
    assert_eq!(json[0]["tracked_branch"], "prod");

    for (criteria, found) in [
        ("--track prod", "follower"),
        ("--not_tracking --unused", "deployable\nprod\nstrict"),
        ("--change_manager", "strict"),
        ("--noauto_compile", "deployable"),
        ("--validated --autosync --used", ""),
    ] {
        assert_eq!(
            site.ok(&format!("search domain {criteria}")).trim_end(),
            found,
            "{criteria}"
        );
    }
    assert!(
        site.ok("search domain --change_manager --fullinfo")
            .starts_with("Domain: strict [autosync]\n")
    );
    let csv = site.ok("show domain --all --format csv");
    assert_eq!(
        csv.lines()
            .map(|l| l.split(',').next().unwrap())
            .collect::<Vec<_>>(),
        ["deployable", "follower", "prod", "strict"]
    );
}

#[test]
fn refusals_change_nothing() {
    let site = Site::empty();
    site.ok("add domain --domain follower --track prod");
    for (line, error) in [
        (
            "add domain --domain oops@!",
            "Bad Request: 'oops@!' is not a valid value for --domain.",
        ),
        (
            "add domain --domain foobar.",
            "Bad Request: 'foobar.' is not a valid value for --domain.",
        ),
        (
            "add domain --domain prod",
            "Bad Request: A branch named prod already exists.",
        ),
        (
            "add domain --domain nested --track follower",
            "Bad Request: Cannot nest tracking.  Try tracking domain prod directly.",
        ),
        (
            "add domain --domain managed --track prod --change_manager",
            "Bad Request: Cannot enforce a change manager for tracking domains.",
        ),
        (
            "add domain --domain x --start nosuch",
            "Not Found: Branch nosuch not found.",
        ),
        (
            "show domain --domain nosuch",
            "Not Found: Domain nosuch not found.",
        ),
        (
            "search domain --track nosuch",
            "Not Found: Branch nosuch not found.",
        ),
    ] {
        let before = site.state();
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
        assert_eq!(site.state(), before, "{line}");
    }
}
