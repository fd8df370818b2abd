//! `aq reconfigure`: all hosts or none.

use std::fs;

use aq_test_support::site::Site;

/// A file with these host names.
fn list(names: &[&str]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), names.join("\n")).unwrap();
    file
}

fn reconfigure(list: &tempfile::NamedTempFile, rest: &str) -> String {
    format!("reconfigure --list {} {rest}", list.path().display())
}

/// All that a host is, and what its machine fetches.
fn hosts(site: &Site) -> Vec<String> {
    site.query("select h::text from host h union all select p::text from profile_current p order by 1")
}

#[test]
fn one_host_takes_every_option() {
    let site = Site::start();
    site.ok("add_personality --personality batch --archetype aquilon --grn grn:/example/portal --host_environment qa");
    let line = "reconfigure --hostname node1.example.org";
    // A personality without templates of its own cannot be compiled.
    let before = (site.state(), hosts(&site));
    let told = site.fails(4, &format!("{line} --personality batch --personality_stage next"));
    assert!(told.contains("Compilation failed"), "{told}");
    assert_eq!((site.state(), hosts(&site)), before);

    let output = site.aq(&format!(
        "{line} --personality web-server --osname almalinux --osversion 9.5-x86_64 --archetype aquilon \
         --buildstatus ready --eon_id 200 --comments 'Some words' --keepbindings"
    ));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && told.contains("1/1 compiled"), "{told}");
    let raw = site.ok("show_host --hostname node1.example.org");
    for text in [
        "  Host Personality: web-server Archetype: aquilon",
        "    Version: 9.5-x86_64",
        "  Build Status: ready",
        "  Owned by GRN: grn:/example/portal",
        "  Host Comments: Some words",
    ] {
        assert!(raw.lines().any(|l| l == text), "{text}\n{raw}");
    }
    let data = site.ok("cat --hostname node1.example.org --data");
    assert!(data.contains("\"system/build\" = \"ready\";"), "{data}");
    let object = site.ok("cat --hostname node1.example.org");
    assert!(
        object.contains("include \"os/almalinux/9.5-x86_64/config\";"),
        "{object}"
    );
    let role = site.ok("cat --hostname node1.example.org --host_personality");
    assert!(
        role.contains("include \"personality/web-server/config\";"),
        "{role}"
    );
    site.ok(&format!("{line} --cleargrn --comments ''"));
    let raw = site.ok("show_host --hostname node1.example.org");
    assert!(
        !raw.contains("\n  Owned by GRN") && !raw.contains("Host Comments"),
        "{raw}"
    );

    for (rest, error) in [
        (
            "--personality nosuch",
            "Not Found: Personality nosuch, archetype aquilon not found.",
        ),
        ("--archetype nosuch", "Not Found: Archetype nosuch not found."),
        (
            "--osversion 1",
            "Not Found: Operating System almalinux, version 1, archetype aquilon not found.",
        ),
        (
            "--personality_stage previous",
            "Not Found: Personality aquilon/web-server does not have stage previous.",
        ),
        ("--grn grn:/nosuch", "Not Found: GRN grn:/nosuch not found."),
        (
            "--buildstatus blind",
            "Bad Request: Cannot change state to blind from ready. Legal states are: almostready, decommissioned, failed, \
             rebuild, reinstall",
        ),
    ] {
        site.refuses(4, &format!("{line} {rest}"), error);
    }
    site.refuses(
        4,
        "reconfigure --membersof cl1 --osversion 9.4-x86_64",
        "Not Found: Cluster cl1 not found.",
    );
    assert_eq!(
        site.aq("reconfigure --osversion 9.4-x86_64").status.code(),
        Some(1)
    );
}

#[test]
fn a_list_with_one_bad_host_changes_none() {
    let site = Site::start();
    let good = list(&["node1.example.org", "# half of them", "", "node2.example.org"]);
    let output = site.aq(&reconfigure(&good, "--osversion 9.5-x86_64"));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && told.contains("2/2 compiled"), "{told}");
    for name in ["node1", "node2"] {
        let raw = site.ok(&format!("show_host --hostname {name}.example.org"));
        assert!(raw.contains("    Version: 9.5-x86_64\n"), "{raw}");
    }
    let file = good.path().display().to_string();
    site.ok(&format!("reconfigure --hostlist {file} --comments both"));

    let unknown = list(&["node1.example.org", "node9.example.org", "node2.nosuch.org"]);
    site.ok("change_status --hostname node2.example.org --buildstatus ready");
    site.ok("change_status --hostname node2.example.org --buildstatus failed");
    let before = (site.state(), hosts(&site));
    let told = site.fails(4, &reconfigure(&unknown, "--osversion 9.4-x86_64"));
    for text in [
        "Invalid hosts in list:\n",
        "Host node9.example.org not found.",
        "DNS Domain nosuch.org not found.",
    ] {
        assert!(told.contains(text), "{told}");
    }
    assert!(!told.contains("node1.example.org"), "{told}");

    // The one that cannot take the step is named, the other is not.
    let told = site.fails(
        4,
        &reconfigure(&good, "--buildstatus ready --osversion 9.4-x86_64"),
    );
    assert!(
        told.contains(
            "Cannot modify the following hosts:\nnode2.example.org: Cannot change state to ready from failed. Legal states \
             are: decommissioned, rebuild, reinstall"
        ),
        "{told}"
    );
    assert!(!told.contains("node1.example.org:"), "{told}");

    // Of two profiles one does not compile: no disk that the second machine could boot from.
    let mixed = list(&["node1.example.org", "node4.example.org"]);
    site.ok("del_disk --machine north2n3 --all");
    let whole = (site.state(), hosts(&site));
    let told = site.fails(4, &reconfigure(&mixed, "--osversion 9.4-x86_64"));
    assert!(
        told.contains("Compilation failed") && told.contains("node4.example.org"),
        "{told}"
    );
    assert_eq!((site.state(), hosts(&site)), whole);
    assert_eq!(hosts(&site), before.1);

    let several = list(&["node1.example.org", "web1.example.org"]);
    let told = site.fails(4, &reconfigure(&several, "--personality_stage next"));
    assert!(
        told.starts_with("Bad Request: Promoting hosts in multiple personalities is not supported."),
        "{told}"
    );
    site.ok("add_domain --domain other");
    site.execute(
        "update host set branch_id = (select id from branch where name = 'other') where hardware_entity_id = \
         (select id from hardware_entity where label = 'north1n2')",
    );
    let told = site.fails(4, &reconfigure(&several, "--osversion 9.5-x86_64"));
    assert!(
        told.starts_with(
            "Bad Request: All objects must be in the same domain or sandbox:\n1 objects in domain other\n1 objects in domain \
             prod"
        ),
        "{told}"
    );
    let empty = list(&["# nobody"]);
    let told = site.fails(4, &reconfigure(&empty, "--osversion 9.5-x86_64"));
    assert!(told.contains("Empty list"), "{told}");
    assert!(site.aq("reconfigure --list /no/such/file").status.code() == Some(1));
    assert_eq!(hosts(&site).len(), whole.1.len());
}
