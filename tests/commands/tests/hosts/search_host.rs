//! `aq search_host`.

use aq_test_support::site::Site;

#[test]
fn places_and_owners_narrow() {
    let site = Site::start();
    for (criteria, found) in [
        (
            "--city gva --personality database",
            "db1.example.org\ndb2.example.org",
        ),
        ("--building north --personality database", "db1.example.org"),
        ("--rack north1 --personality compute-node", "node1.example.org"),
        (
            "--rack north1 --exact_location --personality compute-node",
            "node1.example.org",
        ),
        ("--organization example --serial EX1001", "db1.example.org"),
        ("--hub emea --continent eu --serial EX1001", ""),
        ("--room north-101 --personality database", "db1.example.org"),
        ("--room north-101 --exact_location", ""),
        (
            "--machine_type rackmount --vendor acme --serial EX1003",
            "web2.example.org",
        ),
        ("--machine_type blade", ""),
        ("--network_environment internal --ip 10.1.0.11", "db1.example.org"),
        ("--ip 10.9.9.9", ""),
        ("--shortname DB1 --dns_domain example.org", "db1.example.org"),
        (
            "--archetype aquilon --personality database --personality_stage current --building south",
            "db2.example.org",
        ),
        ("--grn grn:/example/portal --building south", "web4.example.org"),
        ("--host_environment dev", ""),
    ] {
        let output = site.aq(&format!("search_host {criteria}"));
        // Of the places only one may be given.
        if criteria.contains("--hub") {
            assert_eq!(output.status.code(), Some(1), "{criteria}");
            continue;
        }
        assert_eq!(
            String::from_utf8(output.stdout).unwrap().trim_end(),
            found,
            "{criteria}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert_eq!(
        site.ok("search_host --shortname db1 --format csv"),
        site.ok("show_host --hostname db1.example.org --format csv")
    );
    assert_eq!(
        site.ok("search_host --shortname db1 --format json"),
        site.ok("show_host --hostname db1.example.org --format json")
    );
    assert_eq!(
        site.ok("search_host --personality database --fullinfo"),
        format!(
            "{}{}",
            site.ok("show_host --hostname db1.example.org"),
            site.ok("show_host --hostname db2.example.org")
        )
    );
}

#[test]
fn what_is_named_must_exist() {
    let site = Site::start();
    for (criteria, error) in [
        (
            "--building nroth",
            "Not Found: Building nroth not found.\nDid you mean north?",
        ),
        ("--archetype nosuch", "Not Found: Archetype nosuch not found."),
        ("--grn grn:/nosuch", "Not Found: GRN grn:/nosuch not found."),
        ("--eon_id 999", "Not Found: EON ID 999 not found."),
        (
            "--dns_domain nosuch.org",
            "Not Found: DNS Domain nosuch.org not found.",
        ),
        (
            "--hostname a.nosuch.org",
            "Not Found: DNS Domain nosuch.org not found.",
        ),
        (
            "--network_environment lab --ip 10.1.0.11",
            "Not Found: Network Environment lab not found.",
        ),
        ("--branch nosuch", "Not Found: Branch nosuch not found."),
        ("--model nosuch", "Not Found: Model nosuch not found."),
        ("--metacluster mc", "Not Found: Metacluster mc not found."),
        ("--guest_on_share s", "Not Found: Share s not found."),
        ("--sandbox bob/new", "Not Found: Sandbox new not found."),
        (
            "--personality database --personality_stage best",
            "Bad Request: 'best' is not a valid personality stage.",
        ),
    ] {
        let told = site.fails(4, &format!("search_host {criteria}"));
        assert!(told.trim_end().starts_with(error), "{criteria}: {told}");
    }
    assert_eq!(site.aq("search_host").status.code(), Some(1));
    assert_eq!(site.aq("search_host --ip nonsense").status.code(), Some(1));
}
