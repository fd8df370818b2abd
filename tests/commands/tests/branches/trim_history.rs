//! `aq trim_history`.

use aq_test_support::site::Site;

use super::_versions::{WEB1, edit, versions};

fn site() -> Site {
    let site = Site::start();
    // What the example leaves behind is trimmed, so that the numbers below are those of web1.
    site.ok("trim_history --keep 0 --days 0");
    edit(&site, "'/system/function' = 'red';");
    site.ok("update_machine --machine north1n2 --serial OTHER");
    edit(&site, "'/system/function' = 'blue';");
    site
}

#[test]
fn what_is_old_goes_with_what_belongs_to_it() {
    let site = site();
    let ids = versions(&site, WEB1);
    assert_eq!(ids.len(), 3);
    let sizes = site.query(&format!(
        "select sum(octet_length(gzip)) from profile_blob where hash in (
             select xml_hash from profile where id in ({0}) union select json_hash from profile where id in ({0}))",
        ids[1..].join(",")
    ))[0]
        .clone();
    let sets = site.query("select count(*) from plenary_set")[0]
        .parse::<i64>()
        .unwrap();
    let before = site.state();
    let dry = site.ok("trim_history --keep 1 --days 0 --dryrun");
    assert_eq!(site.state(), before, "a dry run changes nothing");
    let told = site.ok("trim_history --keep 1 --days 0");
    assert_eq!(dry, format!("Dry run: nothing was removed.\n{told}"));
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines[..2],
        [
            "Versions: 2 of 1 objects".to_owned(),
            format!("Profile contents: 4 ({sizes} bytes)")
        ]
    );
    assert!(lines[2].starts_with("Generated templates: "), "{told}");
    assert!(lines[2].ends_with("1 sets"), "{told}");
    assert!(lines[3].starts_with("Dependency sets: "), "{told}");
    assert_eq!(
        site.query("select count(*) from plenary_set")[0],
        (sets - 1).to_string(),
        "two versions had the same set"
    );
    assert_eq!(
        site.query("select count(*) from plenary_text where content like '%EX1002%'"),
        ["0"]
    );

    assert_eq!(versions(&site, WEB1), ids[..1]);
    assert!(
        site.ok("cat --hostname web1.example.org --profile")
            .contains("blue")
    );
    site.ok("rebuild_profile --hostname web1.example.org");
    assert_eq!(
        site.fails(
            4,
            &format!("cat --hostname web1.example.org --profile --version {}", ids[1])
        )
        .lines()
        .next(),
        Some(
            format!(
                "Not Found: Version {} of host web1.example.org not found.",
                ids[1]
            )
            .as_str()
        )
    );
    let audit = site.ok("search_audit --command trim_history --limit 1");
    assert!(audit.contains("[Result: versions=2 bytes="), "{audit}");
}

#[test]
fn what_the_configuration_keeps_stays() {
    let site = site();
    let before = site.state();
    assert_eq!(
        site.ok("trim_history").lines().next(),
        Some("Versions: 0 of 0 objects")
    );
    // One of both is enough to be kept.
    site.ok("trim_history --keep 0");
    site.ok("trim_history --days 0");
    assert_eq!(
        site.query("select count(*) from profile where object = 'web1.example.org'"),
        ["3"]
    );
    assert_eq!(site.state(), before);
    assert_eq!(site.ok("trim_history --format csv"), "0,0,0,0,0,0,0,0\n");
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("trim_history --keep 0 --days 0 --dryrun --format json")).unwrap();
    assert_eq!(json[0]["dryrun"], true);
    assert_eq!(json[0]["versions"], 2);
    site.execute("update profile set created = created - interval '400 days'");
    assert_eq!(
        site.ok("trim_history --keep 2").lines().next(),
        Some("Versions: 1 of 1 objects")
    );
}

#[test]
fn only_administrators_may() {
    let site = Site::start();
    let user = site.user("bob");
    site.ok("permission --principal bob@EXAMPLE.COM --role operations --createuser");
    let before = site.state();
    let refused = user.aq("trim_history --days 0 --keep 0");
    assert!(!refused.status.success());
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("trim_history"),
        "{refused:?}"
    );
    assert_eq!(site.state(), before);
    for (line, error) in [
        (
            "trim_history --days=-1",
            "Bad Request: The number of days must be between 0 and 36500.",
        ),
        (
            "trim_history --days 36501",
            "Bad Request: The number of days must be between 0 and 36500.",
        ),
        (
            "trim_history --keep=-1",
            "Bad Request: The number of versions to keep must not be negative.",
        ),
    ] {
        site.refuses(4, line, error);
    }
}
