//! `aq request_review`, `show_review`, `search_review`, `update_review`, `del_review`.

use aq_test_support::site::Site;

const BASE: &str = "aquilon/archetype/base.pan";
const LISTENER: &str = "'/system/listeners/new' = dict('port', 99, 'sources', SITE_NETWORKS);\n";

#[test]
fn a_review_shows_what_becomes_of_every_object() {
    let site = Site::start();
    site.ok("compile --domain prod");
    let alice = site.developer("alice", "operations");
    let profiles = site.query("select count(*) from profile");
    let clone = alice.sandbox("ntp");
    let commit = clone.publish(BASE, LISTENER);
    clone.publish(
        "aquilon/personality/compute-node/main.pan",
        "'/system/filesystems' = error('no space');\n",
    );
    let head = clone.git("rev-parse HEAD").trim().to_owned();
    let asked = clone.aq("request_review --target prod");
    let told = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert!(asked.status.success(), "{told}");
    assert!(
        told.contains("objects will not compile, among them node1.example.org"),
        "{told}"
    );
    let shown = site.ok("show review --source ntp --target prod");
    let nodes = site
        .query("select count(*) from host x join personality_stage s on s.id = x.personality_stage_id join personality p on p.id = s.personality_id where p.name = 'compute-node'")
        .remove(0);
    let hosts: usize = site.query("select count(*) from host").remove(0).parse().unwrap();
    let others = hosts - nodes.parse::<usize>().unwrap();
    for line in [
        "Review request",
        "  Target Domain: prod",
        "  Source Sandbox: ntp",
        &format!("    Published Commit: {head}"),
        "  Testing Status: Untested",
        "  Approval Status: No decision",
        &format!("  Effect: {hosts} objects touched, {others} profiles change"),
        "  Commits: 2",
        &format!("    {} Change {BASE} (Developer)", &commit[..12]),
        "  Changed Files: 2",
        &format!("    M {BASE}"),
        &format!("  +{}", LISTENER.trim_end()),
    ] {
        assert!(shown.lines().any(|l| l == line), "{line}\n{shown}");
    }
    // Failures first, then what is the same for most.
    let failing = shown.find("will not compile: node1").expect("failures");
    let changes = shown.find(&format!("    {others} objects: ")).expect("changes");
    assert!(failing < changes, "{shown}");
    assert!(shown.contains("no space"), "{shown}");
    assert!(shown.contains("+ /system/listeners/new = {"), "{shown}");

    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show review --source ntp --target prod --format json")).unwrap();
    assert_eq!(json[0]["effect"]["objects"], hosts);
    assert_eq!(
        json[0]["effect"]["failures"][0]["objects"]
            .as_array()
            .unwrap()
            .len()
            .to_string(),
        nodes
    );
    assert_eq!(json[0]["commits"].as_array().unwrap().len(), 2);
    // Nothing of it was stored as if it were so.
    assert_eq!(
        site.query("select count(*) from profile_current c join branch b on b.name = 'prod' where c.commit_id <> b.commit_id"),
        ["0"]
    );
    assert_eq!(site.query("select count(*) from profile"), profiles);
}

#[test]
fn tests_and_people_say_what_they_think() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    let commit = clone.publish(BASE, "# One\n");
    clone.ok("request_review --target prod");
    let base = site
        .query("select commit_id from branch where name = 'prod'")
        .remove(0);
    site.ok(&format!(
        "update review --source ntp --target prod --commit_id {commit} --testing_succeeded --testing_url https://ci/1 --target_commit_tested {base} --review_url https://review/1"
    ));
    site.ok(&format!(
        "update review --source ntp --target prod --commit_id {commit} --approved"
    ));
    let shown = site.ok("show review --all");
    assert_eq!(
        shown.trim_end(),
        format!(
            "Review request\n  Target Domain: prod\n    Tested Commit: {base}\n  Source Sandbox: ntp\n    Published Commit: {commit}\n  \
             Code Review URL: https://review/1\n  Testing URL: https://ci/1\n  Testing Status: Success\n  Approval Status: \
             Approved\n  Decided By: admin@EXAMPLE.COM"
        )
    );
    let row = format!("prod,ntp,{commit},https://review/1,https://ci/1,{base},True,True");
    for (criteria, found) in [
        ("--source ntp", true),
        ("--target prod", true),
        ("--approved --testing_succeeded", true),
        ("--denied", false),
        ("--undecided", false),
        ("--untested", false),
        ("--testing_url https://ci/1", true),
        ("--review_url ''", false),
    ] {
        assert_eq!(
            site.ok(&format!("search review {criteria}")).trim_end(),
            if found { row.as_str() } else { "" },
            "{criteria}"
        );
    }
    // What was approved was that commit; a denial stays.
    let next = clone.publish(BASE, "# Two\n");
    assert_eq!(
        site.ok("search review --undecided --untested").trim_end(),
        format!("prod,ntp,{next},https://review/1,,,,")
    );
    site.ok(&format!(
        "update review --source ntp --target prod --commit_id {next} --denied"
    ));
    clone.publish(BASE, "# Three\n");
    let told = site.fails(4, "deploy --source ntp --target prod");
    assert_eq!(
        told.lines().next(),
        Some("Bad Request: Deploying sandbox ntp to domain prod was explicitly denied."),
        "{told}"
    );
    site.ok("update review --source ntp --target prod --reset --reset_testing --review_url ''");
    site.ok("deploy --source ntp --target prod");
    site.ok("del review --source ntp --target prod");
    assert_eq!(site.ok("show review --all"), "");
}

#[test]
fn a_domain_under_change_management_takes_what_somebody_else_approved() {
    let site = Site::empty();
    site.ok("add domain --domain strict --change_manager");
    let alice = site.developer("alice", "operations");
    let bob = site.developer("bob", "operations");
    let clone = alice.sandbox_from("ntp", "strict");
    let commit = clone.publish(BASE, "# One\n");
    let refused = |problem: &str| {
        let before = site.state();
        let output = alice.aq("deploy --source ntp --target strict");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(4));
        assert!(
            told.contains(&format!(
                "Forbidden: Changes of domain strict need approval: {problem}."
            )),
            "{told}"
        );
        assert_eq!(site.state(), before);
    };
    refused("there is no review");
    clone.ok("request_review --target strict");
    refused("the review is not decided");
    alice.ok(&format!(
        "update_review --source ntp --target strict --commit_id {commit} --approved"
    ));
    refused("whoever asked for the review cannot approve it");
    bob.ok(&format!(
        "update_review --source ntp --target strict --commit_id {commit} --approved"
    ));
    alice.ok("deploy --source ntp --target strict");
    clone.git("fetch --quiet");
    assert!(
        clone
            .git("log -1 --format=%B origin/strict")
            .contains("Approved-By: bob@EXAMPLE.COM")
    );
}

#[test]
fn refusals_change_nothing() {
    let site = Site::empty();
    site.ok("add domain --domain follower --track prod");
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    let commit = clone.publish(BASE, "# One\n");
    alice.ok("request_review --source ntp --target prod");
    for (line, error) in [
        (
            "request_review --source ntp --target follower".to_owned(),
            "Bad Request: The target needs to be a non-tracking domain, maybe you meant prod?",
        ),
        (
            "request_review --source nosuch --target prod".into(),
            "Not Found: Branch nosuch not found.",
        ),
        (
            "request_review --source ntp --target nosuch".into(),
            "Not Found: Domain nosuch not found.",
        ),
        (
            "request_review --source bob/ntp --target prod".into(),
            "Not Found: User bob not found.",
        ),
        (
            "update_review --source ntp --target prod --commit_id abc --approved".into(),
            "Bad Request: Invalid commit ID (abc), make sure to pass the full hash.",
        ),
        (
            format!("update_review --source ntp --target prod --target_commit_tested {commit}"),
            "Bad Request: Domain prod does not contain commit ",
        ),
        (
            "show_review --source ntp --target follower".into(),
            "Not Found: Review of ntp for domain follower not found.",
        ),
        (
            "del_review --source prod --target follower".into(),
            "Not Found: Review of prod for domain follower not found.",
        ),
    ] {
        let before = site.state();
        let output = alice.aq(&line);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(4), "{line}: {told}");
        assert!(told.starts_with(error), "{line}: {told}");
        assert_eq!(site.state(), before, "{line}");
    }
    let base = site
        .query("select commit_id from branch where name = 'prod'")
        .remove(0);
    let told = site.fails(
        4,
        &format!("update review --source ntp --target prod --commit_id {base} --approved"),
    );
    assert!(
        told.starts_with("Bad Request: Possible attempt to update an old review record"),
        "{told}"
    );
}
