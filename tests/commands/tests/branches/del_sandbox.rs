//! `aq del_sandbox`.

use aq_test_support::site::Site;

use super::_told::told;

#[test]
fn a_sandbox_that_nobody_uses_goes_with_its_reviews() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    clone.publish("aquilon/archetype/base.pan", "# One\n");
    clone.ok("request_review --target prod");
    site.ok("manage --hostname web1.example.org --sandbox alice/ntp");
    site.ok("add domain --domain follower --track ntp");
    let refused = alice.aq("del_sandbox --sandbox ntp");
    assert!(
        told(&refused)
            .contains("1 hosts are still attached to sandbox ntp.\nSandbox ntp is tracked by follower."),
        "{}",
        told(&refused)
    );
    site.ok("del domain --domain follower");
    site.ok("manage --hostname web1.example.org --domain prod --force");
    let bob = site.developer("bob", "operations");
    let refused = bob.aq("del_sandbox --sandbox ntp");
    assert!(
        told(&refused).contains("Forbidden: Only the owner or an AQD admin can delete a sandbox."),
        "{}",
        told(&refused)
    );
    let head = site
        .query("select commit_id from branch where name = 'ntp'")
        .remove(0);
    let done = alice.aq("del_sandbox --sandbox ntp");
    assert!(
        done.status.success() && told(&done).contains(&format!("head commit was: {head}")),
        "{}",
        told(&done)
    );
    assert_eq!(
        site.query("select (select count(*) from review), (select count(*) from sandbox)"),
        ["0|0"]
    );
    assert!(!clone.git("ls-remote origin").contains("refs/heads/ntp"));
    assert_eq!(
        told(&alice.aq("del_sandbox --sandbox ntp")).lines().next(),
        Some("Not Found: Sandbox ntp not found.")
    );
}
