//! `aq rollback`.

use aq_test_support::site::Site;

#[test]
fn a_domain_goes_back_with_the_profiles_of_its_hosts() {
    let site = Site::start();
    site.ok("add domain --domain follower --track prod");
    site.ok("manage --hostname web1.example.org --domain follower");
    let bytes = || {
        site.query("select encode(p.json_hash, 'hex') from profile_current c join profile p on p.id = c.profile_id where c.object = 'web1.example.org'")
    };
    let old = bytes();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    clone.publish(
        "aquilon/archetype/base.pan",
        "'/system/listeners/new' = dict('port', 99, 'sources', SITE_NETWORKS);\n",
    );
    alice.ok("deploy --source ntp --target prod");
    assert_ne!(bytes(), old);
    let scope = site.fails(4, "rollback --domain follower --lastsync --cm_check");
    assert!(scope.contains("\tweb1.example.org (prod, build)"), "{scope}");
    site.ok("rollback --domain follower --lastsync --justification tcm=9");
    assert_eq!(bytes(), old);
    assert_eq!(
        site.query("select kind, source, justification from branch_move where kind = 'rollback'"),
        ["rollback|prod|tcm=9"]
    );
    assert_eq!(
        site.query("select is_sync_valid from branch where name = 'prod'"),
        ["f"]
    );
}
