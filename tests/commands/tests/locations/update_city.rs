//! `aq update_city`.

use aq_test_support::site::Site;

use super::_tree::{plenary, refused, tree};

#[test]
fn names_and_time_zone() {
    let site = tree();
    site.ok("add_dns_domain --dns_domain example.org");
    site.ok("update city --city ny --timezone EDT --fullname 'Big Apple' --comments new --default_dns_domain example.org");
    insta::assert_snapshot!(site.ok("show city --city ny"), @r"
    City: ny
      Fullname: Big Apple
      Timezone: EDT
      Comments: new
      Location Parents: [Organization org, Hub hub1, Continent na, Country us]
      Default DNS Domain: example.org
    ");
    let template = plenary(&site, "site/americas/ny/config").unwrap();
    assert!(template.contains("variable TIMEZONE = \"EDT\";"), "{template}");
    refused(
        &site,
        4,
        "update city --city e6 --timezone UTC",
        "Not Found: City e6 not found.",
    );
}

#[test]
fn moves_to_a_campus_of_its_hub() {
    let site = tree();
    assert_eq!(site.ok("update city --city ny --campus ta"), "");
    insta::assert_snapshot!(site.ok("show building --building ut --format csv"), @"building,ut,city,ny,,,,ut,");
    let building = site.ok("show building --building ut");
    assert!(
        building.contains("[Organization org, Hub hub1, Continent na, Country us, Campus ta, City ny]"),
        "{building}"
    );
    refused(
        &site,
        4,
        "update city --city ny --campus xx",
        "Not Found: Campus xx not found.",
    );
    for line in [
        "add hub --hub hub2 --organization org",
        "add continent --continent eu --hub hub2",
        "add country --country gb --continent eu",
        "add campus --campus ln --country gb",
    ] {
        site.ok(line);
    }
    refused(
        &site,
        4,
        "update city --city ny --campus ln",
        "Bad Request: Cannot change campus.  Campus ln is in hub hub2, while city ny is in hub hub1.",
    );
}

#[test]
fn machines_hosts_and_networks_show_the_campus() {
    let site = Site::start();
    site.ok("add campus --campus lake --country ch");
    let machine = "machine/emea/north/north1/north1n1";
    assert!(!plenary(&site, machine).unwrap().contains("campus"));
    let preview = site.ok("update city --city gva --campus lake --preview");
    assert!(preview.contains("+\"sysloc/campus\" = \"lake\";"), "{preview}");
    assert!(!plenary(&site, machine).unwrap().contains("campus"));

    site.ok("update city --city gva --campus lake");
    for name in [
        machine,
        "machine/emea/south/south1/south1n4",
        "network/internal/10.1.0.0/config",
    ] {
        let text = plenary(&site, name).unwrap();
        assert!(text.contains("\"sysloc/campus\" = \"lake\";"), "{name}: {text}");
    }
    let inclusions = plenary(&site, "host/example.org/db1.example.org/archetype/config").unwrap();
    assert!(inclusions.contains("/campus/lake/config"), "{inclusions}");
}
