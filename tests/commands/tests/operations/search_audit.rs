//! `aq search_audit`.

use aq_test_support::site::Site;

/// The command lines found, without time and user.
fn found(site: &Site, criteria: &str) -> Vec<String> {
    site.ok(&format!("search_audit {criteria}"))
        .lines()
        .map(|line| line.splitn(4, ' ').nth(3).unwrap().to_owned())
        .collect()
}

#[test]
fn every_criterion_narrows() {
    let site = Site::empty();
    let user = site.user("bob");
    site.execute("delete from xtn_answer; delete from xtn_detail; delete from xtn_end; delete from xtn");
    site.ok("add vendor --vendor acme --comments 'two words'");
    site.ok("add vendor --vendor intel");
    site.fails(4, "add vendor --vendor acme");
    assert!(!user.aq("add vendor --vendor bobs").status.success());
    site.ok("show vendor --all");
    let added = "200 aq add_vendor --vendor='acme' --comments='two words'";
    let intel = "200 aq add_vendor --vendor='intel'";
    let again = "400 aq add_vendor --vendor='acme'";
    let bobs = "403 aq add_vendor --vendor='bobs'";
    for (criteria, lines) in [
        ("--forever", vec![added, intel, again, bobs]),
        ("--command wo", vec![added, intel, again, bobs]),
        ("--command add_vendor", vec![added, intel, again, bobs]),
        ("--command del_vendor", vec![]),
        ("--keyword acme", vec![added, again]),
        ("--argument comments", vec![added]),
        ("--argument vendor --keyword intel", vec![intel]),
        ("--argument comments --keyword intel", vec![]),
        ("--username bob", vec![bobs]),
        ("--username bob@EXAMPLE.COM", vec![bobs]),
        ("--username admin --return_code 200", vec![added, intel]),
        ("--return_code 0", vec![]),
        // The limit keeps the latest; with the other order, the oldest.
        ("--limit 2", vec![again, bobs]),
        ("--limit 2 --reverse_order", vec![intel, added]),
        ("--after today", vec![added, intel, again, bobs]),
        ("--after 2011-06-03 --before 06-04-11", vec![]),
        ("--before '2011-06-03 18:33 +0100'", vec![]),
    ] {
        assert_eq!(found(&site, criteria), lines, "{criteria}");
    }
    // A year after the beginning, not until now.
    site.execute("update xtn set start_time = start_time - interval '3 years' where username like 'bob%'");
    assert!(!found(&site, "--command add_vendor").contains(&bobs.to_owned()));
    assert_eq!(found(&site, "--command add_vendor --forever").len(), 4);
    let day = site.query("select (start_time - interval '1 day')::date from xtn where username like 'bob%'");
    assert_eq!(found(&site, &format!("--after {}", day[0])), [bobs]);

    let line = site.ok("search_audit --keyword intel");
    let stamp = line.split(" admin@").next().unwrap();
    assert_eq!(
        site.query(
            "select to_char(start_time at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+0000' from xtn x \
                    where exists (select from xtn_detail where xtn_id = x.id and value = 'intel')"
        ),
        [stamp]
    );
    assert_eq!(
        site.ok("search_audit --keyword intel --format csv"),
        format!("{stamp},admin@EXAMPLE.COM,200,aq add_vendor --vendor='intel',\n")
    );
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("search_audit --keyword intel --format json")).unwrap();
    assert_eq!(json[0]["arguments"], serde_json::json!({ "vendor": "intel" }));
    assert_eq!(json[0]["user"], "admin@EXAMPLE.COM");
    assert_eq!(json[0]["return_code"], 200);
}

#[test]
fn what_is_made_without_a_change_of_rows_is_found_too() {
    let site = Site::start();
    site.ok("compile --hostname db1.example.org");
    let compile = "200 aq compile --hostname='db1.example.org'".to_owned();
    for (criteria, is_there) in [
        ("--argument hostname", true),
        ("--argument hostname --command all", true),
        ("--argument hostname --command rw", true),
        ("--argument hostname --command ro", true),
        ("--argument hostname --command wo", false),
        ("--argument hostname --command make", false),
    ] {
        assert_eq!(found(&site, criteria).contains(&compile), is_there, "{criteria}");
    }
    // What a command made by itself is a result of it.
    let rack = site.ok("add rack --building south --row z --column 1");
    let line = site.ok("search_audit --command add_rack --limit 1");
    assert!(
        line.trim_end()
            .ends_with(&format!("[Result: rackid={}]", rack.trim())),
        "{line}"
    );
}

#[test]
fn impossible_searches_are_refused() {
    let site = Site::empty();
    for (criteria, error) in [
        (
            "--command all --limit 30000",
            "Bad Request: Cannot set the limit higher than 20000",
        ),
        ("--limit 0", "Bad Request: The limit must be at least 1."),
        (
            "--forever --after 01-01-70",
            "Bad Request: Cannot specify 'forever' with 'before' or 'after'",
        ),
        (
            "--before 2026-01-01 --after 2026-02-01",
            "Bad Request: Time region from after '2026-02-01' to before '2026-01-01' is invalid.",
        ),
        ("--before XXX", "Bad Request: Unable to parse date string 'XXX'"),
    ] {
        let told = site.fails(4, &format!("search_audit {criteria}"));
        assert_eq!(told.lines().next(), Some(error), "{criteria}");
    }
    assert_eq!(site.aq("search_audit").status.code(), Some(1));
}
