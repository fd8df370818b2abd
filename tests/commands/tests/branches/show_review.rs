//! `aq show_review`.

use aq_test_support::site::Site;

#[test]
fn the_effect_is_that_on_the_target_as_it_is() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    let one = alice.sandbox("one");
    one.publish(
        "aquilon/personality/web-server/main.pan",
        "'/system/listeners/one' = dict('port', 98, 'sources', SITE_NETWORKS);\n",
    );
    one.ok("request_review --target prod");
    let effect = |source: &str| {
        let shown = site.ok(&format!("show review --source {source} --target prod"));
        shown
            .lines()
            .find(|line| line.starts_with("  Effect: "))
            .map(str::to_owned)
    };
    assert_eq!(
        effect("one").as_deref(),
        Some("  Effect: 4 objects touched, 4 profiles change")
    );
    // Somebody else was faster with a part of it.
    let two = alice.sandbox("two");
    two.publish(
        "aquilon/personality/compute-node/main.pan",
        "'/system/listeners/two' = dict('port', 97, 'sources', SITE_NETWORKS);\n",
    );
    alice.ok("deploy --source two --target prod");
    assert_eq!(
        effect("one").as_deref(),
        Some("  Effect: 4 objects touched, 4 profiles change")
    );
    alice.ok("deploy --source one --target prod");
    let shown = site.ok("show review --source one --target prod");
    assert!(
        shown.contains("  Commits: 0\n") && !shown.contains("Effect"),
        "{shown}"
    );
    for (line, error) in [
        (
            "show review --source two --target prod",
            "Not Found: Review of two for domain prod not found.",
        ),
        (
            "show review --source nosuch --target prod",
            "Not Found: Branch nosuch not found.",
        ),
        (
            "show review --source one --target nosuch",
            "Not Found: Domain nosuch not found.",
        ),
    ] {
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
    }
}

#[test]
fn what_cannot_be_merged_is_said() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    let base = "aquilon/archetype/base.pan";
    let (one, two) = (alice.sandbox("one"), alice.sandbox("two"));
    one.publish(base, "# One\n");
    two.publish(base, "# Two\n");
    alice.ok("deploy --source one --target prod");
    let asked = two.aq("request_review --target prod");
    assert!(
        String::from_utf8_lossy(&asked.stderr)
            .contains(&format!("two cannot be merged into prod: both changed {base}."))
    );
    let shown = site.ok("show review --source two --target prod");
    assert!(
        shown.contains(&format!("  Merge Conflicts:\n    {base}\n")),
        "{shown}"
    );
}
