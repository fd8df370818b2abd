//! `aq del_host`.

use aq_test_support::site::Site;

#[test]
fn name_templates_and_profile_go_and_the_machine_stays() {
    let site = Site::start();
    let rest = "select (select count(*) from fqdn where name = 'node1'), \
                (select count(*) from profile_current where object = 'node1.example.org'), \
                (select count(*) from plenary where name like '%node1.example.org%')";
    assert_eq!(site.query(rest), ["1|1|5"]);
    site.ok("del_host --hostname node1.example.org");
    assert_eq!(site.query(rest), ["0|0|0"]);
    let raw = site.ok("show_machine --machine north1n4");
    assert!(
        !raw.contains("Primary Name") && !raw.contains("Provides"),
        "{raw}"
    );
    assert!(
        raw.contains("Interface: eth0 02:00:0a:01:00:0e [boot, default_route]"),
        "{raw}"
    );
    site.ok("del_machine --machine north1n4");
}

#[test]
fn hosts_in_use_stay() {
    let site = Site::start();
    let before = site.ok("show_host --hostname db1.example.org");
    let told = site.fails(4, "del_host --hostname db1.example.org");
    assert!(
        told.contains(
            "This host status \"ready\" combined with its archetype configuration prevents it from being deleted.  In case \
             of archetype \"aquilon\", only hosts with the following status can be deleted: blind, build, decommissioned, \
             failed, install."
        ),
        "{told}"
    );
    assert_eq!(site.ok("show_host --hostname db1.example.org"), before);
    assert!(
        site.fails(4, "del_host --hostname db9.example.org")
            .contains("Host db9.example.org not found.")
    );
}
