//! `aq del_review`.

use aq_test_support::site::Site;

#[test]
fn reviews_of_two_sandboxes() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    let (one, two) = (alice.sandbox("one"), alice.sandbox("two"));
    let commit = one.publish("aquilon/archetype/base.pan", "# One\n");
    for clone in [&one, &two] {
        clone.ok("request_review --target prod");
    }
    assert!(commit.len() == 40);
    site.ok("del review --source one --target prod");
    assert_eq!(site.ok("search review --target prod").lines().count(), 1);
    site.refuses(
        4,
        "del review --source one --target prod",
        "Not Found: Review of one for domain prod not found.",
    );
}
