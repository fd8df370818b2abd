//! `aq rebuild_profile`.

use aq_test_support::site::Site;

use super::_versions::{WEB1, edit, versions};

fn cat(site: &Site, version: &str, format: &str) -> String {
    site.ok(&format!(
        "cat --hostname web1.example.org --profile --version {version} --profile_format {format}"
    ))
}

#[test]
fn an_old_version_is_made_again_byte_for_byte() {
    let site = Site::start();
    edit(&site, "'/system/function' = 'red';");
    let old = versions(&site, WEB1)[0].clone();
    let texts = [cat(&site, &old, "xml"), cat(&site, &old, "json")];

    // Other templates, other plenaries of its own and shared ones.
    site.broker
        .import_example("prod", "'/system/function' = 'blue';")
        .unwrap();
    site.ok("add_interface --machine north1n2 --interface eth5 --mac 02:00:0a:01:00:ee");
    site.ok("update_machine --machine north1n2 --serial CHANGED");
    site.ok("update_city --city gva --timezone Europe/Paris");
    site.ok("reconfigure --hostname web1.example.org");
    let new = versions(&site, WEB1)[0].clone();
    assert_ne!(new, old);
    let changes = site.ok("diff --hostname web1.example.org");
    for part in ["CHANGED", "Europe/Paris", "eth5", "\"blue\""] {
        assert!(changes.contains(part), "{part}: {changes}");
    }

    let before = site.state();
    for version in [&old, &new] {
        assert_eq!(
            site.ok(&format!(
                "rebuild_profile --hostname web1.example.org --version {version}"
            ))
            .trim_end(),
            format!("Version {version} of web1.example.org: identical")
        );
    }
    assert_eq!(
        site.ok("rebuild_profile --hostname web1.example.org").trim_end(),
        format!("Version {new} of web1.example.org: identical"),
        "by itself what is served"
    );
    assert_eq!(site.state(), before, "nothing is touched");
    assert_eq!([cat(&site, &old, "xml"), cat(&site, &old, "json")], texts);

    let engine = site.query(&format!("select engine_version from profile where id = {old}"))[0].clone();
    let line = format!("rebuild_profile --hostname web1.example.org --version {old} --format");
    assert_eq!(
        site.ok(&format!("{line} csv")),
        format!("web1.example.org,{old},identical,{engine},{engine}\n")
    );
    let json: serde_json::Value = serde_json::from_str(&site.ok(&format!("{line} json"))).unwrap();
    assert_eq!(json[0]["identical"], true);
    assert_eq!(json[0]["changes"], serde_json::json!([]));
}

#[test]
fn other_hosts_are_seen_as_they_were() {
    let site = Site::start();
    let line = |name: &str| {
        format!(
            "'/system/function' = if (OBJECT == 'web2.example.org') {{ value('web1.example.org:/system/function') }} \
             else {{ '{name}' }};"
        )
    };
    // The first one is compiled with the other host, the second one after it.
    site.broker.import_example("prod", &line("red")).unwrap();
    site.ok("compile --domain prod");
    edit(&site, &line("blue"));
    site.ok("compile --hostname web2.example.org");
    edit(&site, &line("green"));
    let ids = versions(&site, "web2.example.org");
    for (version, seen) in [(&ids[0], "blue"), (&ids[1], "red")] {
        let profile = site.ok(&format!(
            "cat --hostname web2.example.org --profile --version {version} --profile_format json"
        ));
        assert!(profile.contains(seen), "{seen}");
        assert_eq!(
            site.ok(&format!(
                "rebuild_profile --hostname web2.example.org --version {version}"
            ))
            .trim_end(),
            format!("Version {version} of web2.example.org: identical")
        );
    }
}

#[test]
fn an_object_that_only_the_templates_have_is_seen_as_it_was() {
    let site = Site::start();
    let templates = tempfile::tempdir().unwrap();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/site/templates/.");
    let copied = std::process::Command::new("cp")
        .args(["-rT", example])
        .arg(templates.path())
        .status()
        .unwrap();
    assert!(copied.success());
    let last = templates.path().join("aquilon/archetype/final.pan");
    let text = std::fs::read_to_string(&last).unwrap();
    std::fs::write(
        &last,
        format!("{text}\n'/system/function' = value('extra:/name');\n"),
    )
    .unwrap();
    // It takes data from a generated template that web1 itself does not read.
    std::fs::write(
        templates.path().join("extra.pan"),
        "object template extra;\n'/name' = 'extra';\n'/network' = create('network/internal/10.2.0.0/config');\n",
    )
    .unwrap();
    site.broker.import_templates("prod", templates.path()).unwrap();
    site.ok("compile --hostname web1.example.org");
    let id = versions(&site, WEB1)[0].clone();
    site.execute("delete from plenary where name = 'network/internal/10.2.0.0/config'");
    assert_eq!(
        site.ok("rebuild_profile --hostname web1.example.org").trim_end(),
        format!("Version {id} of web1.example.org: identical")
    );
}

#[test]
fn what_differs_is_printed() {
    let site = Site::start();
    edit(&site, "'/system/function' = 'red';");
    edit(&site, "'/system/function' = 'blue';");
    let ids = versions(&site, WEB1);
    site.execute(&format!(
        "update profile set commit_id = (select commit_id from profile where id = {}), engine_version = 'pan-engine 0.0.1'
         where id = {}",
        ids[0], ids[1]
    ));
    let engine = site.query(&format!(
        "select engine_version from profile where id = {}",
        ids[0]
    ))[0]
        .clone();
    let line = format!("rebuild_profile --hostname web1.example.org --version {}", ids[1]);
    assert_eq!(
        site.ok(&line).trim_end(),
        format!(
            "Version {} of web1.example.org: different\nMade by pan-engine 0.0.1, rebuilt by {engine}.\n\
             ~ /system/function: \"red\" -> \"blue\"",
            ids[1]
        )
    );
    let json: serde_json::Value = serde_json::from_str(&site.ok(&format!("{line} --format json"))).unwrap();
    assert_eq!(json[0]["identical"], false);
    assert_eq!(json[0]["changes"][0]["path"], "/system/function");
    // Only what is recorded is read: with another text of a generated template, something else comes out.
    site.execute(
        "update plenary_text set content = replace(content, 'EX1002', 'FORGED') where content like '%EX1002%'",
    );
    assert!(
        site.ok("rebuild_profile --hostname web1.example.org")
            .contains("\"EX1002\" -> \"FORGED\"")
    );
}

#[test]
fn what_cannot_be_rebuilt_is_said() {
    let site = Site::start();
    edit(&site, "'/system/function' = 'red';");
    edit(&site, "'/system/function' = 'blue';");
    let ids = versions(&site, WEB1);
    site.execute(&format!(
        "update profile set plenary_set_id = null where id = {}",
        ids[1]
    ));
    site.execute(&format!(
        "update profile set commit_id = repeat('a', 40) where id = {}",
        ids[0]
    ));
    let gone = "a".repeat(40);
    for (line, error) in [
        (
            "rebuild_profile --hostname nosuch.example.org".to_owned(),
            "Not Found: Host nosuch.example.org not found.".to_owned(),
        ),
        (
            "rebuild_profile --hostname web1.example.org --version 987654321".to_owned(),
            "Not Found: Version 987654321 of host web1.example.org not found.".to_owned(),
        ),
        (
            format!("rebuild_profile --hostname web1.example.org --version {}", ids[1]),
            format!(
                "Bad Request: Version {} of host web1.example.org cannot be rebuilt: it was stored before generated \
                 templates were kept.",
                ids[1]
            ),
        ),
        (
            "rebuild_profile --hostname web1.example.org".to_owned(),
            format!("Not Found: Commit {gone} not found."),
        ),
    ] {
        let before = site.state();
        assert_eq!(
            site.fails(4, &line).lines().next(),
            Some(error.as_str()),
            "{line}"
        );
        assert_eq!(site.state(), before, "{line}");
    }
    // A text that does not compile any more.
    site.execute("update plenary_text set content = 'template' where content like '%EX1002%'");
    let told = site.fails(
        4,
        &format!(
            "rebuild_profile --hostname web1.example.org --version {}",
            versions(&site, WEB1)[2]
        ),
    );
    assert!(told.contains("machine/emea/north/north1/north1n2"), "{told}");
    assert!(told.contains("made version"), "{told}");
    // It takes a processor for a while, so not everybody may.
    let refused = site.user("bob").aq("rebuild_profile --hostname web1.example.org");
    assert!(!refused.status.success());
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("may not run rebuild_profile"),
        "{refused:?}"
    );
}
