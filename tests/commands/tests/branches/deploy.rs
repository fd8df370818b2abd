//! `aq deploy`, with what goes before it: publish.

use aq_test_support::site::Site;

const BASE: &str = "aquilon/archetype/base.pan";

#[test]
fn what_the_change_touches_is_compiled_before_the_domain_moves() {
    let site = Site::start();
    site.ok("compile --domain prod");
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    let commit = clone.publish(
        BASE,
        "'/system/listeners/new' = dict('port', 99, 'sources', SITE_NETWORKS);\n",
    );
    assert_eq!(
        site.query("select commit_id from branch where name = 'ntp'"),
        std::slice::from_ref(&commit)
    );
    let before = site
        .query("select commit_id from branch where name = 'prod'")
        .remove(0);
    let told =
        alice.aq("deploy --source ntp --target prod --justification tcm=12345 --reason 'New  time\nservers'");
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    let hosts = site.query("select count(*) from host").remove(0);
    assert!(
        told.contains(&format!("{hosts} objects are touched and compiled.")),
        "{told}"
    );
    let after = site
        .query("select commit_id from branch where name = 'prod'")
        .remove(0);
    assert_ne!(before, after);
    let old = site.query(&format!(
        "select count(*) from profile_current where commit_id <> '{after}'"
    ));
    assert_eq!(old, ["0"], "profiles that were not compiled");

    clone.git("fetch --quiet");
    assert_eq!(clone.git("rev-parse origin/prod").trim(), after);
    assert_eq!(
        clone.git("rev-parse origin/prod^1 origin/prod^2").trim(),
        format!("{before}\n{commit}")
    );
    let message = clone.git("log -1 --format=%B origin/prod");
    for line in [
        "Merge remote branch 'origin/ntp' into prod",
        "User: alice@EXAMPLE.COM",
        "Justification: tcm=12345",
        "Reason: New time servers",
    ] {
        assert!(message.lines().any(|l| l == line), "{line}: {message}");
    }
    assert_eq!(
        site.query("select kind, source, principal, justification from branch_move where kind = 'deploy'"),
        ["deploy|ntp|alice@EXAMPLE.COM|tcm=12345"]
    );
    assert_eq!(
        site.query("select payload->>'source', payload->>'target', payload->>'commit', payload->>'old_commit', username from event where kind = 'deploy'"),
        [format!("ntp|prod|{after}|{before}|alice@EXAMPLE.COM")]
    );
    // Once more there is nothing to do.
    let told = alice.aq("deploy --source ntp --target prod");
    assert!(String::from_utf8_lossy(&told.stderr).contains("has all changes of ntp already"));
    assert_eq!(
        site.query("select commit_id from branch where name = 'prod'"),
        [after]
    );
}

#[test]
fn a_change_that_breaks_hosts_changes_nothing() {
    let site = Site::start();
    site.ok("compile --domain prod");
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("broken");
    clone.publish(BASE, "'/system/listeners/new' = error('not like this');\n");
    let before = site.state();
    let output = alice.aq("deploy --source broken --target prod");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(4), "{told}");
    let hosts = site.query("select count(*) from host").remove(0);
    assert!(
        told.contains(&format!("{hosts} objects with the same problem: "))
            && told.contains("not like this")
            && told.contains(&format!(
                "Compilation failed: {hosts} of {hosts} objects. Nothing was changed."
            )),
        "{told}"
    );
    assert_eq!(
        told.matches("not like this").count(),
        1 + told.matches("error('not like this')").count(),
        "{told}"
    );
    assert_eq!(site.state(), before);
    // Whoever knows better may.
    alice.ok("deploy --source broken --target prod --nocompile");
    assert_ne!(site.state(), before);
}

#[test]
fn only_what_a_change_touches_is_compiled() {
    let site = Site::start();
    site.ok("compile --domain prod");
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("web");
    clone.publish(
        "aquilon/personality/web-server/main.pan",
        "'/system/listeners/new' = dict('port', 99, 'sources', SITE_NETWORKS);\n",
    );
    let dry = alice.aq("deploy --source web --target prod --dryrun");
    let told = String::from_utf8_lossy(&dry.stderr).into_owned();
    let web = site
        .query("select count(*) from host x join personality_stage s on s.id = x.personality_stage_id join personality p on p.id = s.personality_id where p.name = 'web-server'")
        .remove(0);
    assert!(
        told.contains(&format!("{web} objects are touched and compiled.")),
        "{told}"
    );
    assert!(told.contains("This is a dry run: nothing was changed."), "{told}");
    assert_eq!(
        site.query("select count(*) from branch_move where kind = 'deploy'"),
        ["0"]
    );
    alice.ok("deploy --source web --target prod");
    let compiled = site.query(
        "select count(*) from profile_current c join branch b on b.commit_id = c.commit_id where b.name = 'prod'",
    );
    assert_eq!(compiled, [web]);
    // A template that hosts looked for and did not find touches them when it appears.
    let clone = alice.sandbox("late");
    let missed = site.query(
        "select d.name from dependency d where d.kind = 'template_missed' and d.name like 'aquilon/%' and d.name not like '%/personality/%' order by 1 limit 1",
    );
    let Some(missed) = missed.first() else { return };
    clone.publish(&format!("{missed}.pan"), &format!("unique template {missed};\n"));
    let told = alice.aq("deploy --source late --target prod --dryrun");
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(!told.contains("\n0 objects are touched"), "{missed}: {told}");
}

#[test]
fn domains_that_follow_do_so_in_the_same_step() {
    let site = Site::start();
    site.ok("add domain --domain follower --track prod");
    site.ok("add domain --domain lazy --track prod");
    site.ok("update domain --domain lazy --noautosync");
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    clone.publish(
        BASE,
        "'/system/listeners/new' = dict('port', 99, 'sources', SITE_NETWORKS);\n",
    );
    let old = site
        .query("select commit_id from branch where name = 'prod'")
        .remove(0);
    let told = alice.aq("deploy --source ntp --target follower");
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(
        told.contains("Warning: Deploying to tracked branch prod and then will auto-sync follower")
            && told.contains("Warning: Domain lazy has autosync disabled, skipping."),
        "{told}"
    );
    let new = site
        .query("select commit_id from branch where name = 'prod'")
        .remove(0);
    assert_eq!(
        site.query("select b.name, b.commit_id, d.rollback_commit from domain d join branch b on b.id = d.branch_id order by 1"),
        [format!("follower|{new}|{old}"), format!("lazy|{old}|"), format!("prod|{new}|")]
    );
    // sync
    assert_eq!(
        site.fails(4, "sync --domain prod").lines().next(),
        Some("Bad Request: sync requires a tracking domain")
    );
    site.ok("sync --domain lazy");
    assert_eq!(
        site.query("select commit_id from branch where name = 'lazy'"),
        std::slice::from_ref(&new)
    );
    // rollback
    for (line, error) in [
        (
            "rollback --domain prod --lastsync",
            "Bad Request: Rollback requires a tracking domain.",
        ),
        (
            "rollback --domain lazy --ref nosuch",
            "Bad Request: 'nosuch' means no commit: ",
        ),
        (
            "rollback --domain lazy --ref ntp^^^^^",
            "Bad Request: 'ntp^^^^^' means no commit: ",
        ),
        (
            "rollback --domain lazy --ref --upload-pack=x",
            "Bad Request: '--upload-pack=x' means no commit: ",
        ),
    ] {
        let before = site.state();
        let told = site.fails(4, line);
        assert!(told.starts_with(error), "{line}: {told}");
        assert_eq!(site.state(), before, "{line}");
    }
    site.ok("rollback --domain lazy --lastsync");
    assert_eq!(
        site.query("select commit_id from branch where name = 'lazy'"),
        std::slice::from_ref(&old)
    );
    let told = site.fails(4, "rollback --domain lazy --lastsync");
    assert!(
        told.starts_with("Bad Request: Domain lazy does not have a rollback commit saved"),
        "{told}"
    );
    // Nothing follows until the branch is validated.
    assert_eq!(
        site.fails(4, "sync --domain lazy").lines().next(),
        Some(
            "Bad Request: Tracked branch prod is set to not allow sync.  Run aq validate to mark it as valid."
        )
    );
    assert!(
        site.fails(4, "deploy --source ntp --target prod")
            .starts_with("Bad Request: Domain prod has not been validated, automatic sync is not allowed."),
    );
    site.ok("validate --branch prod");
    site.ok("sync --domain lazy");
    site.ok(&format!("rollback --domain follower --ref {}", &old[..10]));
    assert_eq!(
        site.query("select commit_id from branch where name = 'follower'"),
        [old]
    );
}

#[test]
fn refusals_change_nothing() {
    let site = Site::start();
    site.ok("add domain --domain test");
    site.ok("add domain --domain other --start test");
    site.ok("add domain --domain attic --start test");
    site.ok("update domain --domain attic --archived");
    site.ok("add domain --domain lazy --track test");
    site.ok("update domain --domain lazy --noautosync");
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("one");
    clone.publish(
        BASE,
        "'/system/listeners/new' = dict('port', 99, 'sources', SITE_NETWORKS);\n",
    );
    alice.ok("deploy --source one --target test");
    let late = alice.sandbox_from("late", "test");
    late.publish(
        BASE,
        "'/system/listeners/late' = dict('port', 98, 'sources', SITE_NETWORKS);\n",
    );
    let conflict = alice.sandbox_from("conflict", "other");
    conflict.publish(
        BASE,
        "'/system/listeners/new' = dict('port', 97, 'sources', SITE_NETWORKS);\n",
    );
    for (line, error) in [
        (
            "deploy --source nosuch --target test",
            "Not Found: Branch nosuch not found.",
        ),
        (
            "deploy --source one --target nosuch",
            "Not Found: Domain nosuch not found.",
        ),
        (
            "deploy --source one --target attic",
            "Bad Request: Domain attic is archived and cannot be changed.",
        ),
        (
            "deploy --source one --target lazy",
            "Bad Request: Cannot deploy to tracking domain lazy.  Did you mean domain test?",
        ),
        (
            "deploy --source late --target other",
            "Bad Request: You're trying to deploy a sandbox to a domain that does not contain the commit where the sandbox was branched from.",
        ),
        (
            "deploy --source conflict --target test",
            "Bad Request: Failed to merge changes from conflict into test: both changed",
        ),
        (
            "deploy --source one --target other --merge_strategy ours",
            "Bad Request: Unknown or unsupported merge strategy.",
        ),
        (
            "deploy --source one --target other --merge_strategy recursive --strategy_options theirs",
            "Bad Request: Unknown or unsupported strategy options.",
        ),
        (
            "deploy --source one --target other --cm_check",
            "Bad Request: aborting upon user request (option --cm_check used).  Please find the list of in-scope objects you have requested below:",
        ),
    ] {
        let before = site.state();
        let told = site.fails(4, line);
        let first = told
            .lines()
            .find(|l| l.starts_with("Bad Request") || l.starts_with("Not Found"));
        assert_eq!(first, Some(error), "{line}: {told}");
        assert_eq!(site.state(), before, "{line}");
    }
    let told = site.fails(4, "deploy --source conflict --target test");
    assert!(told.contains(&format!("  {BASE}\n")), "{told}");
}
