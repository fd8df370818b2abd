//! `aq update_review`.

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
    let line = format!("update review --source one --target prod --commit_id {commit}");
    for (options, row) in [
        ("--testing_failed", "f||"),
        ("--testing_succeeded --denied", "t|f|admin@EXAMPLE.COM"),
        ("--reset --reset_testing", "||"),
        ("--approved", "|t|admin@EXAMPLE.COM"),
    ] {
        site.ok(&format!("{line} {options}"));
        assert_eq!(
            site.query("select v.tested, v.approved, v.decided_by from review v join branch b on b.id = v.source_id where b.name = \x27one\x27"),
            [row],
            "{options}"
        );
    }
    let before = site.state();
    assert_eq!(
        site.aq("update review --source one --target prod --approved")
            .status
            .code(),
        Some(1),
        "without a commit"
    );
    assert!(
        site.fails(4, "update review --source one --target two --reset")
            .starts_with("Not Found: Domain two not found.")
    );
    assert_eq!(site.state(), before);
}
