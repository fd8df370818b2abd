//! `aq diff`.

use aq_test_support::site::Site;
use serde_json::json;

use super::_versions::{WEB1, edit, versions};

#[test]
fn versions_are_compared_by_path() {
    let site = Site::start();
    edit(&site, "'/system/function' = 'red';");
    edit(&site, "'/system/function' = 'blue';\n'/software/packages/history' = dict('repository', 'baseos');");
    let ids = versions(&site, WEB1);
    let told = site.ok("diff --hostname web1.example.org");
    assert_eq!(
        told.trim_end(),
        "+ /software/packages/history/repository = \"baseos\"\n~ /system/function: \"red\" -> \"blue\""
    );
    // By itself, the last change of what is served.
    let named = |from: &str, to: &str| site.ok(&format!("diff --hostname web1.example.org --from {from} --to {to}"));
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
        assert_eq!(site.fails(4, &line).lines().next(), Some(error.as_str()), "{line}");
    }
    assert_eq!(site.aq("diff").status.code(), Some(1));
}
