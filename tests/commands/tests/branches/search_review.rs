//! `aq search_review`.

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
    for (criteria, found) in [
        ("--source one", 1),
        ("--target prod", 2),
        ("--undecided --untested", 2),
        ("--approved", 0),
        ("--testing_failed", 0),
    ] {
        let rows = site.ok(&format!("search review {criteria}"));
        assert_eq!(rows.lines().count(), found, "{criteria}: {rows}");
    }
    site.ok(&format!("update review --source one --target prod --commit_id {commit} --testing_failed --testing_url https://ci/1"));
    assert_eq!(
        site.ok("search review --testing_failed").trim_end(),
        format!("prod,one,{commit},,https://ci/1,,False,")
    );
    assert_eq!(site.ok("search review --testing_url \x27\x27").lines().count(), 1);
    for (line, error) in [
        (
            "search review --source nosuch",
            "Not Found: Branch nosuch not found.",
        ),
        ("search review --target one", "Not Found: Domain one not found."),
    ] {
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
    }
}
