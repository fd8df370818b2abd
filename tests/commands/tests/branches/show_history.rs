//! `aq show_history`.

use aq_test_support::site::Site;
use serde_json::json;

use super::_versions::{WEB1, edit, versions};

#[test]
fn versions_are_listed_latest_first() {
    let site = Site::start();
    let first = versions(&site, WEB1);
    edit(&site, "'/system/function' = 'red';");
    edit(&site, "'/system/function' = 'blue';");
    // The same bytes: no version.
    edit(&site, "'/system/function' = 'blue';");
    let ids = versions(&site, WEB1);
    assert_eq!(ids.len(), first.len() + 2);
    let parts = site.query(&format!(
        "select to_char(p.created at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+0000', p.commit_id, p.engine_version,
                b.size, j.size, x.number
         from profile p join profile_blob b on b.hash = p.xml_hash join profile_blob j on j.hash = p.json_hash
         join xtn x on x.id = p.request_id where p.id = {}",
        ids[0]
    ));
    let [created, commit, engine, size, json_size, number] =
        parts[0].split('|').collect::<Vec<_>>().try_into().unwrap();
    let told = site.ok("show_history --hostname Web1.Example.org");
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), ids.len());
    assert_eq!(
        lines[0],
        format!(
            "{}  {created}  prod  {}  compile by admin@EXAMPLE.COM  {engine}  {size} bytes  served",
            ids[0],
            &commit[..12]
        )
    );
    for (line, id) in lines.iter().zip(&ids) {
        assert!(line.starts_with(&format!("{id}  ")), "{line}");
    }
    assert!(lines[1..].iter().all(|line| line.ends_with(" bytes")), "{told}");

    assert_eq!(
        site.ok("show_history --hostname web1.example.org --limit 1 --format csv"),
        format!(
            "{},{created},prod,{commit},compile,admin@EXAMPLE.COM,{number},{engine},{size},{json_size},True\n",
            ids[0]
        )
    );
    let found: serde_json::Value =
        serde_json::from_str(&site.ok("show_history --hostname web1.example.org --format json")).unwrap();
    assert_eq!(found.as_array().unwrap().len(), ids.len());
    assert_eq!(found[0]["version"].to_string(), ids[0]);
    assert_eq!(found[0]["served"], true);
    assert_eq!(found[0]["commit"], commit);
    assert_eq!(found[0]["command"], "compile");
    assert_eq!(found[0]["user"], "admin@EXAMPLE.COM");
    assert_eq!(found[1]["served"], false);
    assert_eq!(found[1]["xml_size"].to_string(), {
        site.query(&format!(
            "select size from profile p join profile_blob b on b.hash = xml_hash where id = {}",
            ids[1]
        ))[0]
            .clone()
    });

    site.execute(&format!(
        "update profile set created = created - interval '10 days' where id <> {}",
        ids[0]
    ));
    let since = site.ok("show_history --hostname web1.example.org --since today");
    // Midnight may have passed since the compile.
    assert!(since.lines().count() <= 1, "{since}");
    assert_eq!(
        site.ok("show_history --hostname web1.example.org --since 2011-06-03")
            .lines()
            .count(),
        ids.len()
    );
    let day = site.query("select (now() + interval '2 days')::date")[0].clone();
    assert_eq!(
        site.ok(&format!("show_history --hostname web1.example.org --since {day}")),
        ""
    );
    // Reading needs no role.
    assert_eq!(
        site.user("bob")
            .aq("show_history --hostname web1.example.org")
            .stdout,
        site.ok("show_history --hostname web1.example.org").into_bytes()
    );
}

#[test]
fn the_history_of_a_host_that_is_gone_stays() {
    let site = Site::start();
    site.execute("delete from profile_current where object = 'web1.example.org'");
    let told = site.ok("show_history --hostname web1.example.org --format json");
    let found: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(found[0]["served"], json!(false));
    site.execute("update profile set object = 'gone.example.org' where object = 'web1.example.org'");
    assert_eq!(
        site.ok("show_history --hostname gone.example.org")
            .lines()
            .count(),
        found.as_array().unwrap().len()
    );
    assert_eq!(
        site.fails(4, "show_history --hostname web1.example.org")
            .lines()
            .next(),
        Some("Not Found: Profile of host web1.example.org not found.")
    );
}

#[test]
fn what_cannot_be_listed_is_said() {
    let site = Site::start();
    for (line, error) in [
        (
            "show_history --hostname nosuch.example.org",
            "Not Found: Host nosuch.example.org not found.",
        ),
        (
            "show_history --hostname nosuch.example.org --limit 0",
            "Bad Request: The limit must be between 1 and 10000.",
        ),
        (
            "show_history --hostname nosuch.example.org --limit 10001",
            "Bad Request: The limit must be between 1 and 10000.",
        ),
        (
            "show_history --hostname nosuch.example.org --since someday",
            "Bad Request: Unable to parse date string 'someday'",
        ),
    ] {
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
    }
}
