//! `aq add_host`.

use aq_test_support::site::Site;

const PURPOSE: &str =
    "--archetype aquilon --domain prod --personality compute-node --osname almalinux --osversion 9.4-x86_64";

/// The example site with a machine that is not a host.
fn site() -> Site {
    let site = Site::start();
    site.ok("add_machine --machine spare1 --model r120 --rack south1");
    site.ok("add_interface --machine spare1 --interface eth0 --mac 02:00:00:00:00:01");
    site
}

#[test]
fn gives_a_machine_name_address_and_purpose() {
    let site = site();
    site.ok(&format!(
        "add_host --hostname Spare.Example.org --machine spare1 --ip 10.2.0.50 {PURPOSE} --grn grn:/example/portal --comments 'for tests'"
    ));
    let raw = site.ok("show_host --hostname spare.example.org");
    for line in [
        "  Primary Name: spare.example.org [10.2.0.50]",
        "    Provides: spare.example.org [10.2.0.50]",
        "  Host Personality: compute-node Archetype: aquilon",
        "  Domain: prod",
        "  Build Status: build",
        "  Advertise Status: False",
        "  Owned by GRN: grn:/example/portal",
        "  Host Comments: for tests",
    ] {
        assert!(raw.lines().any(|l| l == line), "{line}\n{raw}");
    }
    // Made, but not compiled.
    assert_eq!(
        site.query("select count(*) from profile_current where object = 'spare.example.org'"),
        ["0"]
    );
    site.ok("make --hostname spare.example.org");
    assert_eq!(
        site.query("select count(*) from profile_current where object = 'spare.example.org'"),
        ["1"]
    );
}

#[test]
fn the_broker_finds_name_and_address() {
    let site = site();
    let name = site.ok(&format!(
        "add_host --prefix node --dns_domain example.org --machine spare1 --ipfromip 10.2.0.0 {PURPOSE}"
    ));
    assert_eq!(name.trim(), "node7.example.org");
    let raw = site.ok("show_host --hostname node7.example.org");
    assert!(
        raw.contains("Primary Name: node7.example.org [10.2.0.2]"),
        "{raw}"
    );
    let audit = site.ok("search_audit --command add_host --limit 1");
    assert!(
        audit.contains("hostname=node7.example.org") && audit.contains("ip=10.2.0.2"),
        "{audit}"
    );

    // A bonding interface takes the address of the interface that the machine boots from.
    site.ok("add_machine --machine spare2 --model r120 --rack south1");
    site.ok("add_interface --machine spare2 --interface eth0 --mac 02:00:00:00:00:02");
    site.ok("add_interface --machine spare2 --interface bond0");
    site.ok("update_interface --machine spare2 --interface eth0 --master bond0");
    site.ok(&format!(
        "add_host --hostname bonded.example.org --machine spare2 --ipfromsystem node7.example.org --ipalgorithm highest {PURPOSE}"
    ));
    let holder = "select i.name, host(a.ip) from address_assignment a join interface i on i.id = a.interface_id \
                  join hardware_entity h on h.id = i.hardware_entity_id where h.label = 'spare2'";
    assert_eq!(site.query(holder), ["bond0|10.2.0.254"]);
}

#[test]
fn refusals_change_nothing() {
    let site = site();
    site.ok("add_machine --machine spare2 --model r120 --rack south1");
    let count = "select (select count(*) from host), (select count(*) from fqdn), (select count(*) from address_assignment)";
    let before = site.query(count);
    let os = "--osname almalinux --osversion 9.4-x86_64";
    for (line, message) in [
        (format!("--machine north1n1 --hostname a.example.org --ip 10.2.0.50 {PURPOSE}"), "Machine north1n1 is already allocated to host db1.example.org."),
        (format!("--machine nosuch --hostname a.example.org --ip 10.2.0.50 {PURPOSE}"), "Machine nosuch not found."),
        (format!("--machine spare1 --hostname db1.example.org --ip 10.2.0.50 {PURPOSE}"), "DNS Record db1.example.org points to a different IP address."),
        (format!("--machine spare1 --hostname a.example.org --ip 10.1.0.11 {PURPOSE}"), "IP address 10.1.0.11 is already in use by DNS record db1.example.org."),
        (format!("--machine spare1 --hostname a.example.org --ip 192.0.2.1 {PURPOSE}"), "Could not determine network containing IP address 192.0.2.1."),
        (format!("--machine spare1 --hostname a.nosuch.org --ip 10.2.0.50 {PURPOSE}"), "DNS Domain nosuch.org not found."),
        (format!("--machine spare1 --hostname a --ip 10.2.0.50 {PURPOSE}"), "FQDN 'a' is not valid, it does not contain a domain."),
        (format!("--machine spare2 --hostname a.example.org --ip 10.2.0.50 {PURPOSE}"), "machine spare2 does not have a bootable interface."),
        (format!("--machine spare1 --hostname a.example.org --ip 10.2.0.50 --archetype aquilon --domain nosuch --personality database {os}"), "Domain nosuch not found."),
        (format!("--machine spare1 --hostname a.example.org --ip 10.2.0.50 --archetype aquilon --sandbox bob/x --personality database {os}"), "Sandbox x not found."),
        (format!("--machine spare1 --hostname a.example.org --ip 10.2.0.50 --archetype aquilon --domain prod --personality nosuch {os}"), "Personality nosuch, archetype aquilon not found."),
        (format!("--machine spare1 --hostname a.example.org --ip 10.2.0.50 --archetype aquilon --domain prod {os}"), "There is no default personality configured for archetype aquilon, please specify --personality."),
        ("--machine spare1 --hostname a.example.org --ip 10.2.0.50 --archetype aquilon --domain prod --personality database".into(), "Can not determine a sensible default OS for archetype aquilon."),
        (format!("--machine spare1 --hostname a.example.org --ip 10.2.0.50 {PURPOSE} --buildstatus sleepy"), "Unknown host lifecycle 'sleepy'."),
        (format!("--machine spare1 --hostname a.example.org --ip 10.2.0.50 {PURPOSE} --grn grn:/nosuch"), "GRN grn:/nosuch not found."),
    ] {
        let told = site.fails(4, &format!("add_host {line}"));
        assert!(told.contains(message), "{line}: {told}");
    }
    site.ok("update_building --building north --default_dns_domain example.org");
    let told = site.fails(
        4,
        &format!("add_host --machine spare1 --hostname a.example.org --ip 10.2.0.50 {PURPOSE}"),
    );
    assert!(
        told.contains("default domain for other buildings (e.g. north)"),
        "{told}"
    );
    assert_eq!(site.query(count), before);
    site.ok(&format!(
        "add_host --machine spare1 --hostname a.example.org --ip 10.2.0.50 {PURPOSE} --force_dns_domain"
    ));
}
