//! `aq flush`: templates that are wrong are made anew, right ones stay, nothing is compiled.

use std::fs;

use aq_test_support::site::Site;

/// What the generated template holds.
fn stored(site: &Site, name: &str) -> String {
    site.query(&format!("select content from plenary where name = '{name}'"))
        .join("\n")
}

#[test]
fn each_group_rewrites_its_own_templates() {
    let site = Site::start();
    let examples = [
        ("hosts", "hostdata/web1.example.org"),
        ("machines", "machine/emea/north/north1/north1n2"),
        ("personalities", "aquilon/personality/web-server/config"),
        ("locations", "site/emea/gva/config"),
        ("networks", "network/internal/10.1.0.0/config"),
    ];
    for (group, name) in examples {
        let right = stored(&site, name);
        assert!(!right.is_empty(), "{name}");
        for (_, name) in examples {
            site.execute(&format!(
                "update plenary set content = 'wrong', content_hash = sha256('wrong') where name = '{name}'"
            ));
        }
        let told = site.aq(&format!("flush --{group}"));
        assert!(told.status.success(), "{told:?}");
        assert_eq!(stored(&site, name), right, "{group}");
        for (_, other) in examples.iter().filter(|(other, _)| *other != group) {
            assert_eq!(stored(&site, other), "wrong", "{group} leaves {other} alone");
        }
        let file = site.broker.export_dir().join(format!("cfg/plenary/{name}.pan"));
        assert_eq!(
            fs::read_to_string(&file).unwrap().trim_end(),
            right.trim_end(),
            "{group}"
        );
        site.ok("flush --all");
    }
    // Kinds that the broker has no objects of are groups without members.
    for group in [
        "clusters",
        "services",
        "resources",
        "network_devices",
        "virtual_switches",
        "archetypes",
        "grns",
    ] {
        assert_eq!(site.ok(&format!("flush --{group}")), "", "{group}");
    }
    site.execute("delete from plenary where name like 'network/%'");
    site.ok("flush --networks --locations");
    assert!(!stored(&site, "network/internal/10.2.0.0/config").is_empty());
    let profiles = site.query(
        "select object, md5(string_agg(p::text, '' order by p::text)) from profile_current p group by 1",
    );
    site.ok("flush --all");
    assert_eq!(
        site.query(
            "select object, md5(string_agg(p::text, '' order by p::text)) from profile_current p group by 1"
        ),
        profiles,
        "nothing is compiled"
    );
    let after = site.query("select name, content from plenary order by 1");
    site.ok("flush --all --preview");
    assert_eq!(site.query("select name, content from plenary order by 1"), after);
}

#[test]
fn only_who_may_flushes() {
    let site = Site::empty();
    let told = site.user("bob").aq("flush --all");
    assert_eq!(told.status.code(), Some(4));
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(told.starts_with("Forbidden: bob@EXAMPLE.COM "), "{told}");
    assert_eq!(site.aq("flush").status.code(), Some(1));
}
