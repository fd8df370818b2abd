//! `aq make`, `aq reconfigure` and `aq change_status`.

use std::fs;

use aq_test_support::site::Site;

/// The operating system in the profile that is served.
fn os_version(site: &Site, host: &str) -> String {
    site.query(&format!(
        "select o.version from host x join operating_system o on o.id = x.operating_system_id \
         join hardware_entity h on h.id = x.hardware_entity_id join dns_record r on r.id = h.primary_name_id \
         join fqdn f on f.id = r.fqdn_id where f.name = '{host}'"
    ))
    .join(",")
}

#[test]
fn make_changes_what_is_given_and_compiles() {
    let site = Site::start();
    site.ok("make --hostname node1.example.org --osversion 9.5-x86_64 --buildstatus ready --grn grn:/example/portal --comments new");
    let raw = site.ok("show_host --hostname node1.example.org");
    for line in [
        "    Version: 9.5-x86_64",
        "  Build Status: ready",
        "  Advertise Status: True",
        "  Owned by GRN: grn:/example/portal",
        "  Host Comments: new",
    ] {
        assert!(raw.lines().any(|l| l == line), "{line}\n{raw}");
    }
    site.ok("make --hostname node1.example.org --cleargrn --comments ''");
    let raw = site.ok("show_host --hostname node1.example.org");
    assert!(
        !raw.contains("\n  Owned by GRN") && !raw.contains("Host Comments"),
        "{raw}"
    );

    let before = site.ok("show_host --hostname node1.example.org");
    for (line, message) in [
        (
            "--personality nosuch",
            "Personality nosuch, archetype aquilon not found.",
        ),
        (
            "--osversion 1",
            "Operating System almalinux, version 1, archetype aquilon not found.",
        ),
        ("--archetype nosuch", "Archetype nosuch not found."),
        (
            "--osversion 9.4-x86_64 --buildstatus build",
            "Cannot change state to build from ready. Legal states are: almostready, decommissioned, failed, rebuild, reinstall",
        ),
        ("--grn grn:/nosuch", "GRN grn:/nosuch not found."),
    ] {
        let told = site.fails(4, &format!("make --hostname node1.example.org {line}"));
        assert!(told.contains(message), "{line}: {told}");
    }
    assert_eq!(site.ok("show_host --hostname node1.example.org"), before);
}

#[test]
fn reconfigure_is_all_or_nothing() {
    let site = Site::start();
    let list = tempfile::NamedTempFile::new().unwrap();
    let path = list.path().display();
    fs::write(list.path(), "node1.example.org\nnode2.example.org\n").unwrap();
    site.ok(&format!("reconfigure --list {path} --osversion 9.5-x86_64"));
    assert_eq!(os_version(&site, "node1"), "9.5-x86_64");
    assert_eq!(os_version(&site, "node2"), "9.5-x86_64");

    // One of them cannot take the step, so none does.
    site.ok("change_status --hostname node2.example.org --buildstatus ready");
    let told = site.fails(
        4,
        &format!("reconfigure --list {path} --osversion 9.4-x86_64 --buildstatus ready --personality nosuch"),
    );
    assert!(told.contains("Cannot modify the following hosts:\n"), "{told}");
    let told = site.fails(
        4,
        &format!("reconfigure --list {path} --osversion 9.4-x86_64 --buildstatus blind"),
    );
    assert!(
        told.contains("node2.example.org: Cannot change state to blind from ready."),
        "{told}"
    );
    assert_eq!(os_version(&site, "node1"), "9.5-x86_64");

    // A database server that web servers rely on cannot become one of them.
    let told = site.fails(
        4,
        "reconfigure --hostname db1.example.org --personality web-server",
    );
    assert!(told.contains("Compilation failed"), "{told}");
    assert!(
        site.ok("show_host --hostname db1.example.org")
            .contains("Host Personality: database")
    );

    fs::write(list.path(), "node1.example.org\nweb1.example.org\n").unwrap();
    let told = site.fails(4, &format!("reconfigure --list {path} --personality_stage next"));
    assert!(
        told.contains("Promoting hosts in multiple personalities is not supported."),
        "{told}"
    );
    fs::write(list.path(), "node9.example.org\n").unwrap();
    let told = site.fails(4, &format!("reconfigure --list {path}"));
    assert!(
        told.contains("Invalid hosts in list:\nHost node9.example.org not found."),
        "{told}"
    );
    assert!(
        site.fails(4, "reconfigure --membersof cl1")
            .contains("Cluster cl1 not found.")
    );
}

#[test]
fn status_changes_by_permitted_steps() {
    let site = Site::start();
    site.ok("change_status --hostname node3.example.org --buildstatus ready");
    let raw = site.ok("show_host --hostname node3.example.org");
    assert!(
        raw.contains("Build Status: ready\n  Advertise Status: True"),
        "{raw}"
    );
    assert!(
        site.ok("cat --hostname node3.example.org --data")
            .contains("ready")
    );
    site.ok("change_status --hostname node3.example.org --buildstatus ready");
    site.ok("change_status --hostname node3.example.org --buildstatus rebuild");
    for (line, message) in [
        (
            "--hostname node3.example.org --buildstatus build",
            "Cannot change state to build from rebuild.",
        ),
        (
            "--hostname node3.example.org --buildstatus sleepy",
            "Unknown host lifecycle 'sleepy'.",
        ),
        ("--cluster cl1 --buildstatus ready", "Cluster cl1 not found."),
        (
            "--hostname node9.example.org --buildstatus ready",
            "Host node9.example.org not found.",
        ),
    ] {
        let told = site.fails(4, &format!("change_status {line}"));
        assert!(told.contains(message), "{line}: {told}");
    }
    assert!(
        site.ok("show_host --hostname node3.example.org")
            .contains("Build Status: rebuild")
    );
}

#[test]
fn what_is_in_scope_is_listed_and_nothing_is_done() {
    let site = Site::start();
    site.refuses(
        4,
        "make --hostname web1.example.org --buildstatus ready --cm_check",
        "Bad Request: aborting upon user request (option --cm_check used).  Please find the list of in-scope objects you have requested below:\n\tweb1.example.org (prod, ready)",
    );
    site.refuses(
        4,
        "add vendor --vendor other --cm_check",
        "Bad Request: aborting upon user request (option --cm_check used).  Please find the list of in-scope objects you have requested below:\n\t - no affected objects in-scope for change management found -",
    );
}
