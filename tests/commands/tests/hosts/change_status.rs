//! `aq change_status`.

use aq_test_support::site::Site;

/// The profile that is served, by its content, and whether it says that the host is in this status.
fn profile(site: &Site, host: &str) -> String {
    site.query(&format!(
        "select md5(string_agg(p::text, '')) from profile_current p where object = '{host}'"
    ))
    .join("")
}

#[test]
fn every_permitted_step_shows_in_data_and_profile() {
    let site = Site::start();
    let host = "node3.example.org";
    let mut from = "build";
    for (to, refused) in [
        ("ready", &["build", "install", "blind"][..]),
        ("rebuild", &["build", "install", "blind"]),
        ("ready", &["build"]),
        ("almostready", &["build", "install", "blind"]),
        ("failed", &["ready", "build", "almostready"]),
        ("decommissioned", &["ready", "almostready", "failed", "blind"]),
        ("build", &["rebuild", "reinstall", "blind"]),
    ] {
        let old = profile(&site, host);
        let told = site.aq(&format!("change_status --hostname {host} --buildstatus {to}"));
        let told = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(told.contains("1/1 compiled"), "{from} to {to}: {told}");
        assert_ne!(profile(&site, host), old, "{from} to {to}");
        let data = site.ok(&format!("cat --hostname {host} --data"));
        assert!(data.contains(&format!("\"system/build\" = \"{to}\";")), "{data}");
        // Once ready, a host stays advertised.
        assert!(data.contains("\"system/advertise_status\" = true;"), "{data}");
        for bad in refused {
            let told = site.fails(4, &format!("change_status --hostname {host} --buildstatus {bad}"));
            let begin = format!("Bad Request: Cannot change state to {bad} from {to}. Legal states are: ");
            assert!(told.starts_with(&begin), "{told}");
        }
        from = to;
    }
    let other = site.ok("cat --hostname node4.example.org --data");
    assert!(other.contains("\"system/advertise_status\" = false;"), "{other}");

    // The status that it has already is no change and compiles nothing.
    let old = (site.state(), profile(&site, host));
    let again = site.aq(&format!("change_status --hostname {host} --buildstatus build"));
    assert!(again.status.success());
    assert!(!String::from_utf8_lossy(&again.stderr).contains("compiled"));
    assert_eq!((site.state(), profile(&site, host)), old);
}

#[test]
fn refusals_change_nothing() {
    let site = Site::start();
    for (line, error) in [
        (
            "--hostname node3.example.org --buildstatus blind",
            "Bad Request: Cannot change state to blind from build. Legal states are: almostready, decommissioned, failed, \
             ready",
        ),
        (
            "--hostname node9.example.org --buildstatus ready",
            "Not Found: Host node9.example.org not found.\nDid you mean node1.example.org?",
        ),
        (
            "--cluster cl1 --buildstatus ready",
            "Not Found: Cluster cl1 not found.",
        ),
        (
            "--metacluster mc1 --buildstatus ready",
            "Not Found: Metacluster mc1 not found.",
        ),
    ] {
        site.refuses(4, &format!("change_status {line}"), error);
    }
    let told = site.fails(
        4,
        "change_status --hostname node3.example.org --buildstatus sleepy",
    );
    assert!(
        told.starts_with(
            "Bad Request: Unknown host lifecycle 'sleepy'. The valid values are: almostready, blind, build, decommissioned, \
             failed, install, ready, rebuild, reinstall."
        ),
        "{told}"
    );
    assert_eq!(
        site.aq("change_status --hostname node3.example.org")
            .status
            .code(),
        Some(1)
    );
    let told = site.aq("change_status --buildstatus ready");
    assert!(!told.status.success(), "{told:?}");

    // A profile that cannot be compiled keeps the host where it was.
    site.ok("del_disk --machine north2n2 --all");
    let before = (site.state(), profile(&site, "node3.example.org"));
    let told = site.fails(
        4,
        "change_status --hostname node3.example.org --buildstatus ready",
    );
    assert!(told.contains("Compilation failed"), "{told}");
    assert_eq!((site.state(), profile(&site, "node3.example.org")), before);
    let preview = site.ok("change_status --hostname node1.example.org --buildstatus ready --preview");
    assert!(preview.contains("ready"), "{preview}");
    assert_eq!((site.state(), profile(&site, "node3.example.org")), before);
}
