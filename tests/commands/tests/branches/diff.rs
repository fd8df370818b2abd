//! `aq diff`.

use aq_test_support::site::Site;
use serde_json::json;

use super::_versions::{WEB1, edit, versions};

#[test]
fn versions_are_compared_by_path() {
    let site = Site::start();
    edit(&site, "'/system/function' = 'red';");
    edit(
        &site,
        "'/system/function' = 'blue';\n'/software/packages/history' = dict('repository', 'baseos');",
    );
    let ids = versions(&site, WEB1);
    let told = site.ok("diff --hostname web1.example.org");
    assert_eq!(
        told.trim_end(),
        "+ /software/packages/history/repository = \"baseos\"\n~ /system/function: \"red\" -> \"blue\""
    );
    // By itself, the last change of what is served.
    let named = |from: &str, to: &str| {
        site.ok(&format!(
            "diff --hostname web1.example.org --from {from} --to {to}"
        ))
    };
    assert_eq!(named(&ids[1], &ids[0]), told);
    assert_eq!(
        site.ok(&format!("diff --hostname web1.example.org --from {}", ids[1])),
        told
    );
    assert_eq!(
        named(&ids[0], &ids[1]).trim_end(),
        "- /software/packages/history/repository = \"baseos\"\n~ /system/function: \"blue\" -> \"red\""
    );
    assert_eq!(named(&ids[0], &ids[0]), "");
    assert!(
        site.ok(&format!("diff --hostname web1.example.org --to {}", ids[1]))
            .contains("-> \"red\"")
    );
    assert_eq!(
        site.ok("diff --hostname web1.example.org --format csv"),
        "added,/software/packages/history/repository,,\"\"\"baseos\"\"\"\n\
         changed,/system/function,\"\"\"red\"\"\",\"\"\"blue\"\"\"\n"
    );
    let found: serde_json::Value =
        serde_json::from_str(&site.ok("diff --hostname web1.example.org --format json")).unwrap();
    assert_eq!(
        found,
        json!([
            { "change": "added", "path": "/software/packages/history/repository", "after": "baseos" },
            { "change": "changed", "path": "/system/function", "before": "red", "after": "blue" },
        ])
    );
    // Reading needs no role.
    assert_eq!(
        site.user("bob").aq("diff --hostname web1.example.org").stdout,
        told.into_bytes()
    );
}

#[test]
fn what_is_not_kept_is_said() {
    let site = Site::start();
    let other = versions(&site, "web2.example.org")[0].clone();
    let own = versions(&site, WEB1).pop().unwrap();
    site.execute("delete from profile_current where object = 'web4.example.org'");
    site.execute("delete from profile where object = 'web4.example.org'");
    for (line, error) in [
        (
            "diff --hostname nosuch.example.org".to_owned(),
            "Not Found: Host nosuch.example.org not found.".to_owned(),
        ),
        (
            "diff --hostname web1.example.org --from 987654321".to_owned(),
            "Not Found: Version 987654321 of host web1.example.org not found.".to_owned(),
        ),
        (
            format!("diff --hostname web1.example.org --to {other}"),
            format!("Not Found: Version {other} of host web1.example.org not found."),
        ),
        (
            format!("diff --hostname web1.example.org --to {own}"),
            format!("Not Found: Version of host web1.example.org before {own} not found."),
        ),
        (
            "diff --hostname web4.example.org".to_owned(),
            "Not Found: Profile of host web4.example.org not found.".to_owned(),
        ),
    ] {
        assert_eq!(
            site.fails(4, &line).lines().next(),
            Some(error.as_str()),
            "{line}"
        );
    }
    assert_eq!(site.aq("diff").status.code(), Some(1));
}

#[test]
fn what_a_sandbox_would_change_is_gathered_by_identical_change() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    let hosts = site.query("select count(*) from host").remove(0);
    let nothing = site.ok("diff --sandbox ntp --domain prod");
    assert!(nothing.starts_with("Commits: 0\nChanged Files: 0"), "{nothing}");
    clone.append(
        "aquilon/archetype/base.pan",
        "'/system/listeners/new' = dict('port', 99, 'sources', SITE_NETWORKS);\n",
    );
    // Not committed: seen from the clone, and by whoever names the author.
    let shown = clone.ok("diff --domain prod");
    assert!(
        shown.contains(&format!(
            "Effect: {hosts} objects touched, {hosts} profiles change\n"
        )) && shown.contains("+ /system/listeners/new = {")
            && shown.contains("Work in progress"),
        "{shown}"
    );
    assert_eq!(
        site.ok("diff --sandbox alice/ntp --domain prod"),
        shown.replace("alice@EXAMPLE.COM", "admin@EXAMPLE.COM")
    );
    assert_eq!(site.ok("diff --sandbox ntp --domain prod"), nothing);
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("diff --sandbox alice/ntp --domain prod --format json")).unwrap();
    assert_eq!(json[0]["effect"]["changed"].to_string(), hosts);
    let csv = site.ok("diff --sandbox alice/ntp --domain prod --format csv");
    assert!(
        csv.lines()
            .any(|line| line.contains(",changes,\"+ /system/listeners/new = ")),
        "{csv}"
    );
    for (line, error) in [
        (
            "diff --sandbox nosuch --domain prod",
            "Not Found: Sandbox nosuch not found.",
        ),
        (
            "diff --sandbox ntp --domain nosuch",
            "Not Found: Domain nosuch not found.",
        ),
        (
            "diff --sandbox bob/ntp --domain prod",
            "Not Found: User bob not found.",
        ),
    ] {
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
    }
}
