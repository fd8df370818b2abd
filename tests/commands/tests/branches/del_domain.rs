//! `aq del_domain`.

use aq_test_support::site::Site;

#[test]
fn commits_of_a_deleted_domain_are_kept() {
    let site = Site::start();
    site.ok("add domain --domain test");
    site.ok("add domain --domain follower --track test");
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox_from("ntp", "test");
    clone.publish("aquilon/archetype/base.pan", "# One\n");
    alice.ok("deploy --source ntp --target test");
    let head = site
        .query("select commit_id from branch where name = 'test'")
        .remove(0);
    site.ok("manage --hostname web1.example.org --domain follower --force");
    for (line, error) in [
        (
            "del domain --domain test",
            "Bad Request: Domain test is not archived, it cannot be deleted.",
        ),
        (
            "del domain --domain follower",
            "Bad Request: 1 hosts are still attached to domain follower.",
        ),
        (
            "del domain --domain nosuch",
            "Not Found: Domain nosuch not found.",
        ),
    ] {
        let before = site.state();
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
        assert_eq!(site.state(), before, "{line}");
    }
    site.ok("update domain --domain test --archived");
    assert_eq!(
        site.fails(4, "del domain --domain test").lines().next(),
        Some("Bad Request: Domain test is tracked by follower.")
    );
    site.ok("manage --hostname web1.example.org --domain prod --force");
    site.ok("del domain --domain follower");
    site.ok("del domain --domain test --justification tcm=7");
    clone.git("fetch --quiet --prune");
    let refs = clone.git("for-each-ref --format='%(refname)' refs/remotes/origin");
    assert!(
        refs.contains("origin/trash") && !refs.contains("origin/test") && !refs.contains("origin/follower"),
        "{refs}"
    );
    clone.git(&format!("merge-base --is-ancestor {head} origin/trash"));
    let message = clone.git("log -1 --format=%B origin/trash");
    assert!(
        message.contains("Delete archived branch test") && message.contains("Justification: tcm=7"),
        "{message}"
    );
    // The next one is added to it.
    site.ok("add domain --domain again");
    site.ok("update domain --domain again --archived");
    site.ok("del domain --domain again");
    clone.git("fetch --quiet");
    clone.git(&format!("merge-base --is-ancestor {head} origin/trash"));
    assert_eq!(
        site.fails(4, "add domain --domain trash").lines().next(),
        Some("Bad Request: The branch name trash is reserved.")
    );
}
