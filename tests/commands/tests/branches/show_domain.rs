//! `aq show_domain`.

use aq_test_support::site::Site;

#[test]
fn one_or_all_are_shown() {
    let site = Site::empty();
    site.ok("add domain --domain follower --track prod --disallow_manage --comments 'Some words'");
    insta::assert_snapshot!(site.ok("show domain --all"), @r"
    Domain: follower [autosync]
      Tracking: domain prod
      Rollback commit: None
      Validated: True
      Compiler: None
      Requires Change Manager: False
      May Contain Hosts/Clusters: False
      Archived: False
      Comments: Some words
      Auto Compile: True
    Domain: prod [autosync]
      Validated: True
      Compiler: None
      Requires Change Manager: False
      May Contain Hosts/Clusters: True
      Archived: False
      Comments: Everything starts from here.
      Auto Compile: True
    ");
    let commit = site
        .query("select commit_id from branch where name = 'prod'")
        .join("");
    assert_eq!(
        site.ok("show domain --domain Follower --format csv"),
        format!("follower,{commit},prod,true,true,false,false,false,true,Some words\n")
    );
    let json = site.ok("show domain --domain follower --format json");
    insta::assert_snapshot!(json.replace(&commit, "COMMIT"), @r#"
    [
      {
        "name": "follower",
        "commit": "COMMIT",
        "tracked_branch": "prod",
        "rollback_commit": null,
        "validated": true,
        "autosync": true,
        "compiler": null,
        "formats": null,
        "change_manager": false,
        "allow_manage": false,
        "archived": false,
        "auto_compile": true,
        "comments": "Some words"
      }
    ]
    "#);
    site.refuses(
        4,
        "show domain --domain folower",
        "Not Found: Domain folower not found.\nDid you mean follower?",
    );
    assert_eq!(site.aq("show domain").status.code(), Some(1));
}
