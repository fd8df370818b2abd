//! `aq show_host` and `aq search_host`.

use std::fs;

use aq_test_support::site::Site;

#[test]
fn shows_one_some_or_the_names_of_all() {
    let site = Site::start();
    assert_eq!(
        site.ok("show_host --hostname web1.example.org"),
        site.ok("show_machine --machine north1n2")
    );
    insta::assert_snapshot!(
        site.ok("show_host --hostname web1.example.org --format csv"),
        @"north1n2,north1,north,acme,r120,EX1002,eth0,02:00:0a:01:00:0c,10.1.0.12"
    );
    insta::assert_snapshot!(site.ok("show_host --hostname web1.example.org --grns"), @r"
    Primary Name: web1.example.org [10.1.0.12]
      Owned by GRN: grn:/example/portal [inherited]
    ");
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show_host --hostname web1.example.org --format json")).unwrap();
    assert_eq!(json[0]["host"]["personality"]["name"], "web-server");

    let list = tempfile::NamedTempFile::new().unwrap();
    fs::write(list.path(), "web1.example.org\n# comment\ndb1.example.org\n").unwrap();
    let csv = site.ok(&format!(
        "show_host --list {} --format csv",
        list.path().display()
    ));
    assert_eq!(
        csv.lines()
            .map(|l| l.split(',').next().unwrap())
            .collect::<Vec<_>>(),
        ["north1n2", "north1n1"]
    );
    fs::write(
        list.path(),
        "web1.example.org\nweb9.example.org\nshort\na.nosuch.org\n",
    )
    .unwrap();
    let told = site.fails(4, &format!("show_host --list {}", list.path().display()));
    for line in [
        "Invalid hosts in list:",
        "Host web9.example.org not found.",
        "short: Not an FQDN.",
        "DNS Domain nosuch.org not found.",
    ] {
        assert!(told.contains(line), "{told}");
    }

    let all = site.ok("show_host --all");
    assert_eq!(all.lines().count(), 12);
    assert!(
        all.starts_with("db1.example.org\ndb2.example.org\nnode1.example.org\n"),
        "{all}"
    );
    let told = site.fails(4, "show_host --hostname web9.example.org");
    assert!(told.contains("Host web9.example.org not found."), "{told}");
    assert!(told.contains("Did you mean web"), "{told}");
    assert!(
        site.fails(4, "show_host --hostname web1.nosuch.org")
            .contains("DNS Domain nosuch.org not found.")
    );
}

#[test]
fn finds_by_all_criteria_together() {
    let site = Site::start();
    for (criteria, found) in [
        ("--personality web-server --building south", "web4.example.org"),
        ("--buildstatus ready", "db1.example.org\ndb2.example.org"),
        (
            "--archetype aquilon --host_environment prod --rack north1 --personality database",
            "db1.example.org",
        ),
        (
            "--grn grn:/example/infrastructure --personality database",
            "db1.example.org\ndb2.example.org",
        ),
        (
            "--eon_id 200",
            "web1.example.org\nweb2.example.org\nweb3.example.org\nweb4.example.org",
        ),
        (
            "--osname almalinux --osversion 9.4-x86_64 --shortname node1",
            "node1.example.org",
        ),
        ("--hostname node2.example.org", "node2.example.org"),
        (
            "--dns_domain example.org --machine north1n2 --domain prod",
            "web1.example.org",
        ),
        ("--ip 10.1.0.12", "web1.example.org"),
        (
            "--networkip 10.2.0.0 --personality web-server",
            "web4.example.org",
        ),
        ("--mac 02:00:0a:01:00:0c", "web1.example.org"),
        (
            "--model s240 --vendor acme --branch prod",
            "db1.example.org\ndb2.example.org",
        ),
        ("--serial EX1002", "web1.example.org"),
        ("--personality web-server --personality_stage next", ""),
        ("--orphaned", ""),
        ("--building south --exact_location", ""),
    ] {
        assert_eq!(
            site.ok(&format!("search_host {criteria}")).trim_end(),
            found,
            "{criteria}"
        );
    }
    let full = site.ok("search_host --hostname web1.example.org --fullinfo");
    assert_eq!(full, site.ok("show_host --hostname web1.example.org"));
    for (criteria, message) in [
        ("--cluster cl1", "Cluster cl1 not found."),
        ("--service dns", "Service dns not found."),
        ("--personality nosuch", "Personality nosuch not found."),
        ("--buildstatus sleepy", "Unknown host lifecycle 'sleepy'."),
        ("--osname nosuch", "Operating System nosuch not found."),
        ("--machine nosuch", "Machine nosuch not found."),
        ("--domain nosuch", "Domain nosuch not found."),
    ] {
        let told = site.fails(4, &format!("search_host {criteria}"));
        assert!(told.contains(message), "{criteria}: {told}");
    }
}
